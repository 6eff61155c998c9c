package io.corpuscle.jobs.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Layers of a model as an option names them: {@code 1,3,5}, or {@code none}.
 *
 * @param layers their numbers, counted from 0
 */
record LayerNumbers(List<Integer> layers) {
  private static final String NONE = "none";

  LayerNumbers {
    layers = List.copyOf(layers);
  }

  /** Reads an option's value. */
  static final class Converter implements ITypeConverter<LayerNumbers> {
    @Override
    public LayerNumbers convert(String value) {
      if (value.equals(NONE)) {
        return new LayerNumbers(List.of());
      }
      try {
        return new LayerNumbers(Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList());
      } catch (NumberFormatException e) {
        throw new TypeConversionException(
            "'" + value + "' is not a list of layers. Write 1,3,5 or " + NONE + ".");
      }
    }
  }
}
