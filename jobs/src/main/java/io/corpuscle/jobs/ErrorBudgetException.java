package io.corpuscle.jobs;

/** More documents failed than may: the run is not committed. */
public final class ErrorBudgetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ErrorBudgetException(String message) {
    super(message);
  }
}
