package io.corpuscle.jobs.corpus;

import java.util.function.Supplier;

/** A format whose files are one document each. */
interface WholeFile extends RecordFormat {

  /**
   * Reads nothing of what is stored: its size is enough to plan with, and opening it will tell the
   * rest. A member is read through, for an archive is, and need not say how long its members are.
   */
  @Override
  default void scan(
      CorpusFile file,
      Supplier<DecodedFile> opened,
      CorpusOptions options,
      FoundDocuments.InFile found) {
    found.wholeFile(
        file.members().isEmpty()
            ? file.bytes() * file.compression().expansion()
            : opened.get().readThrough());
  }
}
