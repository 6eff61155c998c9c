package io.corpuscle.jobs.publish;

/** A run that cannot be published as asked; it stays committed in its output. */
public final class PublishException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PublishException(String message) {
    super(message);
  }

  PublishException(String message, Throwable cause) {
    super(message, cause);
  }
}
