package io.corpuscle.jobs.models;

/** A model is not where it is said to be, or not what it was: a mistake of the configuration. */
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
