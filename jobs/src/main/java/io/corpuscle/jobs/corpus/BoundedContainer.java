package io.corpuscle.jobs.corpus;

import java.io.IOException;
import java.io.InputStream;

/** The content of a container, as far as its file may be blown up. */
final class BoundedContainer extends InputStream {
  private final InputStream content;
  private final Expansion expansion;

  /**
   * @param content the decompressed bytes
   */
  BoundedContainer(InputStream content, Expansion expansion) {
    this.content = content;
    this.expansion = expansion;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = content.read(bytes, offset, length);
    expansion.add(Math.max(read, 0));
    return read;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
