package io.corpuscle.engine.checkpoint;

import io.corpuscle.engine.checkpoint.huggingface.SpikingSection;
import io.corpuscle.engine.checkpoint.huggingface.W8aSpikeConfig;
import io.corpuscle.engine.kernel.GateAndUpRows;
import io.corpuscle.engine.kernel.GroupQuantization;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.StackedRows;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.model.Projection;
import java.util.List;
import java.util.Set;

/**
 * Makes projections of a checkpoint's linear layers: in the precision asked for, with the spikes
 * and the weight scales that the checkpoint declares.
 */
final class LinearLayers {
  private final Kernels kernels;
  private final Checkpoint checkpoint;
  private final OperandFormat format;

  LinearLayers(Kernels kernels, OperandFormat format, Checkpoint checkpoint) {
    this.kernels = kernels;
    this.checkpoint = checkpoint;
    this.format = format;
  }

  /** What a checkpoint's layers multiply in a precision: its own k, where there are spikes. */
  static OperandFormat format(Precision precision, Checkpoint checkpoint) {
    return precision == Precision.SPIKING
        ? OperandFormat.spikes(spikeK(checkpoint))
        : OperandFormat.of(precision);
  }

  private static float spikeK(Checkpoint checkpoint) {
    return checkpoint
        .w8aSpike()
        .map(W8aSpikeConfig::k)
        .or(() -> checkpoint.spiking().map(SpikingSection::k))
        .orElse(OperandFormat.DEFAULT_SPIKE_K);
  }

  /** What layers multiply that take spikes where the model has them. */
  OperandFormat format() {
    return format;
  }

  /** What layers multiply that the checkpoint keeps in floating point. */
  OperandFormat floating() {
    return OperandFormat.of(
        format.precision().ofWeights() == Precision.INT8
            ? checkpoint.storedPrecision()
            : format.precision());
  }

  /** Layers that share an input of width {@code inputs}, as one product. */
  Projection stacked(List<LinearLayer> layers, int inputs, float[] bias) {
    layers.forEach(this::requireTarget);
    WeightRows weights = stack(layers, ".weight", inputs);
    if (!quantized()) {
      return new Projection(kernels, weights, bias, format, layers);
    }
    int groupSize = groupSize();
    WeightRows scales = stack(layers, ".weight_quantizer.scales", inputs / groupSize);
    return new Projection(
        kernels, new GroupQuantization(weights, scales, groupSize), bias, format, layers);
  }

  /** The gate and the up projection of a feed-forward, as {@link GateAndUpRows}. */
  Projection gateAndUp(LinearLayer gate, LinearLayer up, int inputs) {
    requireTarget(gate);
    requireTarget(up);
    float[] bias = new float[gate.outputs() + up.outputs()];
    WeightRows weights =
        new GateAndUpRows(matrix(gate, ".weight", inputs), matrix(up, ".weight", inputs));
    if (!quantized()) {
      return new Projection(kernels, weights, bias, format, List.of(gate, up));
    }
    int groups = inputs / groupSize();
    WeightRows scales =
        new GateAndUpRows(
            matrix(gate, ".weight_quantizer.scales", groups),
            matrix(up, ".weight_quantizer.scales", groups));
    return new Projection(
        kernels,
        new GroupQuantization(weights, scales, groupSize()),
        bias,
        format,
        List.of(gate, up));
  }

  /** A layer by itself, without bias. */
  Projection single(LinearLayer layer, int inputs) {
    return stacked(List.of(layer), inputs, new float[layer.outputs()]);
  }

  /** A layer by itself, without bias, that the checkpoint keeps in floating point. */
  Projection floating(LinearLayer layer, int inputs) {
    WeightRows weights = checkpoint.matrix(layer.name() + ".weight", layer.outputs(), inputs);
    float[] bias = new float[layer.outputs()];
    return new Projection(kernels, weights, bias, floating(), List.of(layer));
  }

  private WeightRows stack(List<LinearLayer> layers, String suffix, int inputs) {
    return new StackedRows(layers.stream().map(layer -> matrix(layer, suffix, inputs)).toList());
  }

  private WeightRows matrix(LinearLayer layer, String suffix, int inputs) {
    return suffix.equals(".weight")
        ? checkpoint.matrix(layer.name() + suffix, layer.outputs(), inputs)
        : checkpoint.column(layer.name() + suffix, layer.outputs(), inputs);
  }

  private boolean quantized() {
    return format.precision().ofWeights() == Precision.INT8 && checkpoint.w8aSpike().isPresent();
  }

  private int groupSize() {
    return checkpoint.w8aSpike().map(W8aSpikeConfig::groupSize).orElseThrow();
  }

  /** Layers of one product take the same input: all of them spikes, or none. */
  private void requireTarget(LinearLayer layer) {
    if (format.precision() != Precision.SPIKING) {
      return;
    }
    Set<String> targets =
        checkpoint.spiking().map(section -> Set.copyOf(section.targets())).orElse(Set.of());
    if (!targets.isEmpty() && targets.stream().noneMatch(t -> layer.name().endsWith(t))) {
      throw new CheckpointException(
          checkpoint.directory()
              + ": spiking.targets "
              + targets
              + " leaves out "
              + layer.name()
              + ", and this version reads its input as spikes. Choose precision int8 or float32.");
    }
  }
}
