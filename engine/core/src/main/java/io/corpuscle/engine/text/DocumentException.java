package io.corpuscle.engine.text;

/**
 * A document's own fault: its row fails, the run goes on. The message names the place and the way
 * out, and never quotes the document's text.
 */
public final class DocumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;

  public DocumentException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public DocumentException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** What kind of fault it is. */
  public Fault fault() {
    return fault;
  }
}
