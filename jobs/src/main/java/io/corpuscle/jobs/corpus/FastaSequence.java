package io.corpuscle.jobs.corpus;

/** The sequence of one FASTA record: its lines without white space and comments. */
final class FastaSequence extends DocumentBytes {
  private final RecordBytes record;
  private boolean lineStart = true;
  private boolean comment;

  /**
   * @param record the bytes from the end of the record's header to the next header
   */
  FastaSequence(RecordBytes record) {
    this.record = record;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    while (true) {
      int read = record.read(bytes, offset, length);
      if (read < 0) {
        return -1;
      }
      int kept = keepSequence(bytes, offset, offset + read) - offset;
      if (kept > 0) {
        return kept;
      }
    }
  }

  /** Moves the bytes of the sequence to the front; returns where they end. */
  private int keepSequence(byte[] bytes, int from, int to) {
    int end = from;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '\n' || b == '\r') {
        lineStart = true;
        comment = false;
        continue;
      }
      if (lineStart) {
        lineStart = false;
        comment = Fasta.isComment(b);
      }
      if (!comment && !Fasta.isSpace(b)) {
        bytes[end++] = b;
      }
    }
    return end;
  }
}
