package io.corpuscle.engine.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Byte-level byte-pair encoding of pre-tokens, done by the tokenizer library and remembered:
 * documents repeat their words, and asking the library costs microseconds. Shared by all threads.
 */
final class BytePairEncoder {
  private static final Cleaner CLEANER = Cleaner.create();

  /** Longer pre-tokens are rare enough to be encoded each time. */
  private static final int LONGEST_REMEMBERED = 64;

  /** A pre-token and its ids. Immutable, so that threads may share it without a lock. */
  private static final class Word {
    final byte[] text;
    final int[] ids;

    Word(byte[] text, int[] ids) {
      this.text = text;
      this.ids = ids;
    }

    boolean is(byte[] other, int from, int to) {
      return Arrays.equals(text, 0, text.length, other, from, to);
    }
  }

  /** The library's tokenizer; it holds nothing of a document. */
  private final long handle;

  /** Of each id, how many bytes of text it stands for. */
  private final int[] byteLengths;

  /**
   * One place a hash; a word replaces the one before it. Threads race for places without harm: what
   * is found is compared with what was sought, and both hold the same ids.
   */
  private final Word[] remembered = new Word[1 << 16];

  /**
   * @throws TokenizerException if the library finds a contradiction, such as a merge of tokens that
   *     the vocabulary lacks
   */
  BytePairEncoder(ByteLevelDefinition definition) {
    TokenizersLibrary library = NativeTokenizers.library();
    long created;
    try {
      created = library.createTokenizerFromString(definition.json());
    } catch (RuntimeException e) {
      throw new TokenizerException(
          definition.source()
              + ": vocabulary and merges do not fit: "
              + e.getMessage()
              + ". Fetch the files again.",
          e);
    }
    this.handle = created;
    this.byteLengths = definition.byteLengths();
    CLEANER.register(this, () -> library.deleteTokenizer(created));
  }

  /**
   * Hands on the tokens of one pre-token that begins {@code position} bytes into the text.
   *
   * @return where it ends
   */
  long encode(byte[] text, int from, int length, long position, TokenSink sink) {
    long end = position;
    for (int id : ids(text, from, from + length)) {
      end += byteLengths[id];
      sink.accept(id, end);
    }
    if (end != position + length) {
      throw new IllegalStateException(
          "The tokens of the word at byte "
              + position
              + " cover "
              + (end - position)
              + " of its "
              + length
              + " bytes.");
    }
    return end;
  }

  private int[] ids(byte[] text, int from, int to) {
    if (to - from > LONGEST_REMEMBERED) {
      return ask(text, from, to);
    }
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text[i];
    }
    int place = (hash * 0x9E3779B9) >>> 16;
    Word word = remembered[place];
    if (word == null || !word.is(text, from, to)) {
      word = new Word(Arrays.copyOfRange(text, from, to), ask(text, from, to));
      remembered[place] = word;
    }
    return word.ids;
  }

  private int[] ask(byte[] text, int from, int to) {
    TokenizersLibrary library = TokenizersLibrary.LIB;
    long encoding =
        library.encode(handle, new String(text, from, to - from, StandardCharsets.UTF_8), false);
    try {
      long[] ids = library.getTokenIds(encoding);
      int[] y = new int[ids.length];
      for (int i = 0; i < ids.length; i++) {
        y[i] = Math.toIntExact(ids[i]);
      }
      return y;
    } finally {
      library.deleteEncoding(encoding);
      Reference.reachabilityFence(this);
    }
  }
}
