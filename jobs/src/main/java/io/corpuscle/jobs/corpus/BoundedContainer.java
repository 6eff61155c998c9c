package io.corpuscle.jobs.corpus;

import java.io.IOException;
import java.io.InputStream;

/** The content of a compressed file, as far as a container may be blown up. */
final class BoundedContainer extends InputStream {
  private final InputStream content;
  private final StoredBytes stored;
  private final CorpusFile file;
  private final InputLimits limits;
  private long count;

  /**
   * @param content the decompressed bytes
   * @param stored the bytes they are made of, as far as they were needed
   */
  BoundedContainer(InputStream content, StoredBytes stored, CorpusFile file, InputLimits limits) {
    this.content = content;
    this.stored = stored;
    this.file = file;
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = content.read(bytes, offset, length);
    count += Math.max(read, 0);
    require(count <= limits.of(InputLimit.DECOMPRESSED_BYTES), InputLimit.DECOMPRESSED_BYTES);
    require(
        count <= InputLimit.RATIO_FROM
            || count / limits.of(InputLimit.DECOMPRESSION_RATIO) < stored.count(),
        InputLimit.DECOMPRESSION_RATIO);
    return read;
  }

  private void require(boolean holds, InputLimit limit) {
    if (!holds) {
      throw limits.exceeded(limit, file.uri());
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
