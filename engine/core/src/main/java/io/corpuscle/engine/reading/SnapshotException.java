package io.corpuscle.engine.reading;

/**
 * A snapshot that nothing can be read on from: damaged, of something else, or of a text that is
 * another one now. The document is none the worse for it, and can be read from an earlier snapshot
 * or from its beginning.
 */
public final class SnapshotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SnapshotException(String message) {
    super(message);
  }

  SnapshotException(String message, Throwable cause) {
    super(message, cause);
  }
}
