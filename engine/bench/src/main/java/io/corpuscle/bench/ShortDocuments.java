package io.corpuscle.bench;

import io.corpuscle.engine.text.TokenStream;
import io.corpuscle.engine.text.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Short documents cut from a long text, again from its beginning where it is used up. */
public final class ShortDocuments {
  /** Tokens a document has are spread evenly over {@value} … {@value #MOST_TOKENS}. */
  private static final int LEAST_TOKENS = 150;

  private static final int MOST_TOKENS = 250;

  /** No divisor of the spread, so that lengths come in no order. */
  private static final int STEP = 37;

  private ShortDocuments() {}

  /** Cuts {@code count} documents of about 200 tokens. */
  public static List<byte[]> cut(byte[] text, Tokenizer tokenizer, int count) {
    List<Integer> ends = new ArrayList<>();
    TokenStream stream = tokenizer.open((id, byteEnd) -> ends.add(Math.toIntExact(byteEnd)));
    stream.feed(text, 0, text.length);
    stream.finish();

    List<byte[]> documents = new ArrayList<>();
    int token = 0;
    while (documents.size() < count) {
      int tokens = LEAST_TOKENS + documents.size() * STEP % (MOST_TOKENS - LEAST_TOKENS + 1);
      if (token + tokens > ends.size()) {
        token = 0;
      }
      int from = characterAt(text, token == 0 ? 0 : ends.get(token - 1));
      int to = characterAt(text, ends.get(token + tokens - 1));
      documents.add(Arrays.copyOfRange(text, from, to));
      token += tokens;
    }
    return documents;
  }

  /** The character that begins at a byte or after it: a token may end inside of one. */
  private static int characterAt(byte[] text, int at) {
    int begin = at;
    while (begin < text.length && (text[begin] & 0xC0) == 0x80) {
      begin++;
    }
    return begin;
  }

  /** All of them as one long document. */
  public static byte[] joined(List<byte[]> documents) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    documents.forEach(joined::writeBytes);
    return joined.toByteArray();
  }
}
