package io.corpuscle.jobs.cli;

/** What to tell a person of an exception, in one line. */
final class ErrorMessage {
  private static final String OURS = "io.corpuscle.";

  private ErrorMessage() {}

  /**
   * The message of the innermost exception of our own, for others only wrap it; of the outermost if
   * there is none.
   */
  static String of(Throwable e) {
    Throwable told = e;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause.getClass().getName().startsWith(OURS)) {
        told = cause;
      }
    }
    String message = told.getMessage();
    if (message == null || message.isBlank()) {
      return told.getClass().getSimpleName() + ". Run it again with --stacktrace for the place.";
    }
    return message.lines().findFirst().orElse(message);
  }
}
