package io.corpuscle.engine.model;

import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.tensor.FloatMatrix;
import java.util.Locale;

/**
 * The embedding table, read from the checkpoint's file row by row: it is the largest matrix of a
 * small model, and a chunk needs few of its rows.
 *
 * @param table {@code [V, D]}
 */
public record Embedding(WeightRows table) {

  /**
   * {@code x[t] = table[id of t]}.
   *
   * @param x {@code [T, D]}, overwritten
   */
  public void into(Chunk chunk, FloatMatrix x) {
    for (int t = 0; t < chunk.tokens(); t++) {
      int id = chunk.id(t);
      if (id < 0 || id >= table.outputs()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "token %d is outside the model's vocabulary of %d: the tokenizer is another model's",
                id,
                table.outputs()));
      }
      table.read(id, x.array(), x.at(t));
    }
  }
}
