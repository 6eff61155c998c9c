package io.corpuscle.engine.quantization;

import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.kernel.WeightRows;

/**
 * A layer whose weights W8ASpike multiplies as integers.
 *
 * @param name of the layer, to which {@code .weight} is added
 * @param weights W, {@code [O, I]}
 * @param type what they are stored as
 */
record ScaledLayer(String name, WeightRows weights, ElementType type) {

  /** The name of the tensor that a calibration saw the inputs of. */
  String calibrated() {
    return weights.tensors().get(0);
  }

  String weightName() {
    return name + ".weight";
  }

  String scalesName() {
    return name + ".weight_quantizer.scales";
  }
}
