package io.corpuscle.jobs.corpus;

import java.util.Optional;

/** The content of a staged row, from behind its header on; closing it leaves the file open. */
final class StagedBytes extends DocumentBytes {
  private final DecodedFile file;
  private final StagedHeader header;
  private long left;

  StagedBytes(DecodedFile file, StagedRow row, StagedHeader header) {
    this.file = file;
    this.header = header;
    this.left = row.length();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (left == 0) {
      return -1;
    }
    int read = file.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw StagedHeader.cutShort(file);
    }
    left -= read;
    return read;
  }

  @Override
  Optional<String> metadata() {
    return header.metadata();
  }
}
