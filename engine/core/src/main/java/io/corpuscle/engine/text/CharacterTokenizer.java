package io.corpuscle.engine.text;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** One token a character; a character outside the vocabulary is the unknown token. */
final class CharacterTokenizer implements Tokenizer {
  private final int[] ascii = new int[128];
  private final Map<Integer, Integer> beyondAscii = new HashMap<>();
  private final int unknown;
  private final int vocabularySize;
  private final int documentStart;

  /**
   * @param ids the ids of code points, in every case they are to be known in
   * @param unknown the id of all other characters
   * @param vocabularySize one more than the largest id, control tokens included
   */
  CharacterTokenizer(
      Map<Integer, Integer> ids, int unknown, int vocabularySize, int documentStart) {
    this.unknown = unknown;
    this.vocabularySize = vocabularySize;
    this.documentStart = documentStart;
    for (int c = 0; c < ascii.length; c++) {
      ascii[c] = ids.getOrDefault(c, unknown);
    }
    beyondAscii.putAll(ids);
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
    return "one token a character, vocabulary of " + vocabularySize;
  }

  @Override
  public TokenStream open(TokenSink sink) {
    return new Utf8Stream(new Characters(sink));
  }

  private final class Characters implements TextSink {
    private final TokenSink sink;
    private long position;

    Characters(TokenSink sink) {
      this.sink = sink;
    }

    @Override
    public void accept(byte[] text, int from, int to) {
      int at = from;
      while (at < to) {
        byte lead = text[at];
        int size = Utf8.size(lead);
        int id =
            lead >= 0 ? ascii[lead] : beyondAscii.getOrDefault(Utf8.codePoint(text, at), unknown);
        at += size;
        position += size;
        sink.accept(id, position);
      }
    }

    @Override
    public void finish() {}

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeLong(position);
    }

    @Override
    public void restore(DataInput in) throws IOException {
      position = in.readLong();
    }
  }
}
