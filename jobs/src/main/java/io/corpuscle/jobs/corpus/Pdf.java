package io.corpuscle.jobs.corpus;

/** PDF: a file is one document, its text page by page. */
final class Pdf implements WholeFile {

  @Override
  public DocumentBytes text(DecodedFile file, DocumentRef.Located document, InputLimits limits) {
    return new PdfText(new RecordBytes(file, document), limits);
  }
}
