package io.corpuscle.engine.text;

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
}
