package io.corpuscle.jobs.memory;

/** A run needs more memory than there is. */
public final class MemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MemoryException(String message) {
    super(message);
  }
}
