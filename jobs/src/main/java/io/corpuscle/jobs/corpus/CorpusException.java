package io.corpuscle.jobs.corpus;

/** The input as a whole cannot be read: a mistake of the configuration, not of one document. */
public final class CorpusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CorpusException(String message) {
    super(message);
  }

  public CorpusException(String message, Throwable cause) {
    super(message, cause);
  }
}
