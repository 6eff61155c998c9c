package io.corpuscle.jobs.corpus;

/** A file that is one document, to its last byte. */
final class PlainText implements WholeFile {

  @Override
  public DocumentBytes text(DecodedFile file, DocumentRef.Located document, InputLimits limits) {
    return new RecordBytes(file, document);
  }
}
