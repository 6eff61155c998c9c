package io.corpuscle.jobs;

/** A configuration that cannot be used; the message names its source, the key, and the way out. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
