package io.corpuscle.jobs.corpus;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The content of all members of a gzip file. A member's header may hold a name and a comment of any
 * length, which the library takes into memory; here a file that goes on for too long without
 * content is damaged.
 */
final class GzipMembers extends InputStream {
  private final Ration compressed;
  private final InputStream content;

  GzipMembers(InputStream compressed) throws IOException {
    this.compressed = new Ration(compressed);
    // Not java.util.zip: its GZIPInputStream takes a damaged second member, or a stream with
    // nothing buffered at a member's end, for the end of the file.
    this.content =
        GzipCompressorInputStream.builder()
            .setInputStream(this.compressed)
            .setDecompressConcatenated(true)
            .get();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    compressed.renew();
    return content.read(bytes, offset, Math.min(length, Ration.CONTENT_BYTES));
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  /** What may be taken of the file for one piece of content. */
  private static final class Ration extends FilterInputStream {
    /** Content asked for at a time; deflate makes it at most a thousandth larger. */
    static final int CONTENT_BYTES = 1 << 16;

    /** Room for the piece, headers, and a lot of empty members. */
    private static final long BYTES = 1 << 20;

    private long taken;

    Ration(InputStream file) {
      super(file);
    }

    void renew() {
      taken = 0;
    }

    @Override
    public int read() throws IOException {
      count(1);
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      count(read);
      return read;
    }

    private void count(int bytes) throws IOException {
      taken += Math.max(bytes, 0);
      if (taken > BYTES) {
        throw new IOException(BYTES + " bytes of a gzip file hold no content");
      }
    }
  }
}
