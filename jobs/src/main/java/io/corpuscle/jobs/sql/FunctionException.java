package io.corpuscle.jobs.sql;

/** A function is called in a way that it cannot be: a mistake of the query or its session. */
public final class FunctionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public FunctionException(String message) {
    super(message);
  }
}
