package io.corpuscle.engine.text;

import java.util.Locale;

/**
 * A model's tokenizer files are missing, contradict one another, or ask for what is not supported;
 * the message names the file and the way out.
 */
public final class TokenizerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TokenizerException(String message) {
    super(message);
  }

  public TokenizerException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Something is wrong in a file or directory. */
  static TokenizerException in(Object place, String format, Object... values) {
    return new TokenizerException(place + ": " + String.format(Locale.ROOT, format, values));
  }
}
