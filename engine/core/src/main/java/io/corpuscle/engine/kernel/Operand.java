package io.corpuscle.engine.kernel;

/**
 * The rows a product is about to multiply, {@code [rows, cols]}, in the form the weights want them:
 * floats, or integers with a scale a row. Scratch of the frame it was lent from, and only for the
 * provider that made it; what several products multiply is brought into that form once.
 */
public interface Operand {

  int rows();

  int cols();

  OperandFormat format();
}
