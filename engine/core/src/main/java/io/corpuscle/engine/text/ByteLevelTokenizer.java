package io.corpuscle.engine.text;

/** Byte-pair encoding over the bytes of words: every text has tokens, and they cover all of it. */
final class ByteLevelTokenizer implements Tokenizer {

  /** What is done to a text before it is split into words. */
  enum Normalization {
    NONE,
    NFC
  }

  private final BytePairEncoder encoder;
  private final Normalization normalization;
  private final int vocabularySize;
  private final int documentStart;

  ByteLevelTokenizer(ByteLevelDefinition definition, int documentStart) {
    this.encoder = new BytePairEncoder(definition);
    this.normalization = definition.normalization();
    this.vocabularySize = Math.max(definition.vocabulary().size(), documentStart + 1);
    this.documentStart = documentStart;
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public int documentStart() {
    return documentStart;
  }

  @Override
  public String description() {
    String text = normalization == Normalization.NFC ? " of NFC text" : "";
    return "byte-level BPE" + text + ", vocabulary of " + vocabularySize;
  }

  @Override
  public TokenStream open(TokenSink sink) {
    if (normalization == Normalization.NONE) {
      return new Utf8Stream(new PreTokens(encoder, sink));
    }
    SourceOffsets offsets = new SourceOffsets(sink);
    return new Utf8Stream(new NfcText(new PreTokens(encoder, offsets), offsets));
  }
}
