package io.corpuscle.engine.checkpoint;

/**
 * The files of a model are missing, damaged, or contradict each other. The message names the file,
 * the two values that disagree, and the way out.
 */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CheckpointException(String message) {
    super(message);
  }

  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
