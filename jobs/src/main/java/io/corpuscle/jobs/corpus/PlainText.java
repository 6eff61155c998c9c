package io.corpuscle.jobs.corpus;

import org.apache.hadoop.conf.Configuration;

/** A file that is one document, to its last byte. */
final class PlainText implements RecordFormat {

  /** Reads nothing: a file's size is enough to plan with, and opening it will tell the rest. */
  @Override
  public void scan(
      CorpusFile file, Configuration hadoop, CorpusOptions options, FoundDocuments.InFile found) {
    found.wholeFile(file.bytes() * file.compression().expansion());
  }

  @Override
  public DocumentBytes text(DecodedFile file, DocumentRef.Located document) {
    file.skipByteOrderMark();
    return new RecordBytes(file, document);
  }
}
