package io.corpuscle.engine.quantization;

/** A checkpoint cannot be quantised as asked. The message names what is in the way. */
public final class QuantizationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public QuantizationException(String message) {
    super(message);
  }
}
