package io.corpuscle.jobs.corpus;

import java.io.IOException;
import java.io.InputStream;

/** The content of the member that an archive's reader is at; closing it leaves the reader open. */
final class MemberBytes extends InputStream {
  private final InputStream archive;

  MemberBytes(InputStream archive) {
    this.archive = archive;
  }

  @Override
  public int read() throws IOException {
    return archive.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return archive.read(bytes, offset, length);
  }
}
