package io.corpuscle.jobs.corpus;

/** The text of a document, as far as a document may go. */
final class BoundedText extends DocumentBytes {
  private final DocumentBytes text;
  private final DocumentRef.Located document;
  private final InputLimits limits;
  private long count;

  BoundedText(DocumentBytes text, DocumentRef.Located document, InputLimits limits) {
    this.text = text;
    this.document = document;
    this.limits = limits;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    int read = text.read(bytes, offset, length);
    count += Math.max(read, 0);
    if (count > limits.of(InputLimit.DOCUMENT_BYTES)) {
      throw limits.exceeded(
          InputLimit.DOCUMENT_BYTES, document.uri() + ": the document '" + document.docId() + "'");
    }
    return read;
  }
}
