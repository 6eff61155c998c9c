package io.corpuscle.engine.text;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Takes documents that are token ids already, each a little-endian int32: trajectories, event
 * streams, texts that were tokenized elsewhere. They have no text, so every token ends at byte 0.
 */
public final class TokenIds implements Tokenizer {
  private final int vocabularySize;
  private final int documentStart;

  /**
   * @param vocabularySize one more than the largest id the model knows
   * @param documentStart the control token that opens every document
   */
  public TokenIds(int vocabularySize, int documentStart) {
    this.vocabularySize = vocabularySize;
    this.documentStart = documentStart;
  }

  /** Ids as the bytes that a document of them is made of. */
  public static byte[] bytes(int... ids) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(ids.length, Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(ids);
    return bytes.array();
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
    return "token ids, vocabulary of " + vocabularySize;
  }

  /**
   * A stream whose {@link TokenStream#feed} takes ids, and throws {@link Fault#INVALID_TOKEN} for
   * one that is not of the vocabulary.
   */
  @Override
  public TokenStream open(TokenSink sink) {
    return new Ids(sink);
  }

  private final class Ids implements TokenStream {
    private final TokenSink sink;

    /** Whole ids so far. */
    private long count;

    /** The first bytes of the next, the first in the lowest bits. */
    private int begun;

    private int begunBytes;

    Ids(TokenSink sink) {
      this.sink = sink;
    }

    @Override
    public void feed(byte[] ids, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        begun |= (ids[i] & 0xff) << (Byte.SIZE * begunBytes);
        begunBytes++;
        if (begunBytes == Integer.BYTES) {
          accept(begun);
          begun = 0;
          begunBytes = 0;
        }
      }
    }

    private void accept(int id) {
      if (id < 0 || id >= vocabularySize) {
        throw new DocumentException(
            Fault.INVALID_TOKEN,
            String.format(
                Locale.ROOT,
                "token %,d, counted from 0, is %d and the model's ids go from 0 to %d. Mend the ids, or read them with the model they are of.",
                count,
                id,
                vocabularySize - 1));
      }
      sink.accept(id, 0);
      count++;
    }

    @Override
    public void finish() {
      if (begunBytes > 0) {
        throw new DocumentException(
            Fault.INVALID_TOKEN,
            String.format(
                Locale.ROOT,
                "the ids end %d bytes into token %,d, counted from 0, and each has %d. Write every id whole.",
                begunBytes,
                count,
                Integer.BYTES));
      }
    }

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeLong(count);
      out.writeInt(begun);
      out.writeInt(begunBytes);
    }

    @Override
    public void restore(DataInput in) throws IOException {
      count = in.readLong();
      begun = in.readInt();
      begunBytes = in.readInt();
    }
  }
}
