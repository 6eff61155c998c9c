package io.corpuscle.jobs.journal;

/** Who wants to know what becomes of a journal. */
public interface JournalEvents {

  /** A snapshot was written. */
  void snapshotWritten();

  /** A document is not read from its beginning: so many of its tokens had been read before. */
  void resumed(long tokens);
}
