package io.corpuscle.jobs.compare;

import io.corpuscle.engine.text.TokenStream;
import io.corpuscle.engine.text.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** All tokens of a document, as a model is given them, and where in its text each ends. */
public final class TokenizedDocument {
  private static final int READ_BYTES = 1 << 14;

  private int[] ids = new int[1024];
  private long[] byteEnds = new long[1024];
  private int count;

  private TokenizedDocument() {}

  /**
   * Reads a document.
   *
   * @throws io.corpuscle.engine.text.DocumentException if it is not valid
   */
  public static TokenizedDocument of(InputStream text, Tokenizer tokenizer) throws IOException {
    TokenizedDocument document = new TokenizedDocument();
    document.add(tokenizer.documentStart(), 0);
    TokenStream stream = tokenizer.open(document::add);
    byte[] bytes = new byte[READ_BYTES];
    for (int read = text.read(bytes); read >= 0; read = text.read(bytes)) {
      stream.feed(bytes, 0, read);
    }
    stream.finish();
    return document;
  }

  private void add(int id, long byteEnd) {
    if (count == ids.length) {
      ids = Arrays.copyOf(ids, 2 * count);
      byteEnds = Arrays.copyOf(byteEnds, 2 * count);
    }
    ids[count] = id;
    byteEnds[count] = byteEnd;
    count++;
  }

  /** The token at a position; at 0 stands the one that opens every document. */
  public int id(long position) {
    return ids[Math.toIntExact(position)];
  }

  /** How many bytes its text has. */
  public long bytes() {
    return byteEnds[count - 1];
  }

  /** How many tokens, from the first on, hold the first {@code bytes} of its text. */
  public long tokensFor(long bytes) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (byteEnds[middle] < bytes) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low + 1;
  }
}
