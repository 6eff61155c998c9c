package io.corpuscle.engine.kernel;

import java.util.List;

/**
 * Several weight matrices that share their input, one above the other: their products become one.
 *
 * @param parts the matrices, top first
 */
public record StackedRows(List<WeightRows> parts) implements WeightRows {

  public StackedRows {
    parts = List.copyOf(parts);
    for (WeightRows part : parts) {
      if (part.inputs() != parts.get(0).inputs()) {
        throw new IllegalStateException(
            "stacked matrices have inputs " + parts.get(0).inputs() + " and " + part.inputs());
      }
    }
  }

  @Override
  public int outputs() {
    return parts.stream().mapToInt(WeightRows::outputs).sum();
  }

  @Override
  public int inputs() {
    return parts.get(0).inputs();
  }

  @Override
  public void read(int output, float[] target, int at) {
    int row = output;
    for (WeightRows part : parts) {
      if (row < part.outputs()) {
        part.read(row, target, at);
        return;
      }
      row -= part.outputs();
    }
    throw new IndexOutOfBoundsException(output);
  }

  @Override
  public List<String> tensors() {
    return parts.stream().flatMap(part -> part.tensors().stream()).toList();
  }
}
