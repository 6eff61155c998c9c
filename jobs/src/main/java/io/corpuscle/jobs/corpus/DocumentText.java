package io.corpuscle.jobs.corpus;

import java.io.InputStream;
import java.util.Optional;

/** The text of a document as UTF-8, as far as a document may go, and what is known beside it. */
public final class DocumentText extends InputStream {
  private final DocumentBytes text;
  private final Optional<String> encoding;
  private final DocumentRef.Openable document;
  private final InputLimits limits;
  private long count;

  /**
   * @param encoding what the text was decoded from, if it was not UTF-8
   */
  DocumentText(
      DocumentBytes text,
      Optional<String> encoding,
      DocumentRef.Openable document,
      InputLimits limits) {
    this.text = text;
    this.encoding = encoding;
    this.document = document;
    this.limits = limits;
  }

  /** The encoding that the text was decoded from; empty for UTF-8, which is read as it is. */
  public Optional<String> encoding() {
    return encoding;
  }

  /**
   * What the document says beside its text, as a JSON object; empty where its format says nothing.
   * Known once the first byte of text, or its end, has been read.
   */
  public Optional<String> metadata() {
    return text.metadata();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    int read = text.read(bytes, offset, length);
    count += Math.max(read, 0);
    if (count > limits.of(InputLimit.DOCUMENT_BYTES)) {
      throw limits.exceeded(
          InputLimit.DOCUMENT_BYTES,
          document.place() + ": the document '" + document.docId() + "'");
    }
    return read;
  }
}
