package io.corpuscle.engine.convert;

import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter.Declared;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor of the result.
 *
 * @param declared its name, type and shape
 * @param origin where its numbers come from
 * @param values its numbers
 */
record ConvertedTensor(Declared declared, Origin origin, TensorValues values) {

  /** Where a tensor's numbers come from. */
  enum Origin {
    /** The source's, bit for bit. */
    COPIED,
    /** The source's times a factor. */
    SCALED,
    /** Made here. */
    NEW
  }

  /** A tensor of the source under another name. */
  static ConvertedTensor copy(String name, StoredTensor source) {
    return new ConvertedTensor(
        new Declared(name, source.type().written(), source.shape()),
        Origin.COPIED,
        (from, target, count) -> source.floats(from, target, 0, count));
  }

  /** A tensor of the source under another name, every number times {@code factor}. */
  static ConvertedTensor scaled(String name, StoredTensor source, float factor) {
    return new ConvertedTensor(
        new Declared(name, source.type().written(), source.shape()),
        Origin.SCALED,
        (from, target, count) -> {
          source.floats(from, target, 0, count);
          for (int i = 0; i < count; i++) {
            target[i] *= factor;
          }
        });
  }

  /** A tensor that the source has no counterpart of. */
  static ConvertedTensor made(String name, ElementType type, TensorValues values, long... shape) {
    List<Long> dimensions = Arrays.stream(shape).boxed().toList();
    return new ConvertedTensor(new Declared(name, type, dimensions), Origin.NEW, values);
  }
}
