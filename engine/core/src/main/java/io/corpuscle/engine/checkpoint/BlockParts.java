package io.corpuscle.engine.checkpoint;

import io.corpuscle.engine.checkpoint.huggingface.W8aSpikeConfig;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.model.feedforward.SwiGlu;
import io.corpuscle.engine.model.mixer.HeadShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the blocks of all architectures are made of, by the names their checkpoints share. */
final class BlockParts {
  private final Kernels kernels;
  private final Checkpoint checkpoint;
  private final LinearLayers linear;
  private final HeadShape heads;
  private final int modelDim;
  private final float normEpsilon;

  BlockParts(
      Kernels kernels,
      Checkpoint checkpoint,
      LinearLayers linear,
      HeadShape heads,
      int modelDim,
      float normEpsilon) {
    this.kernels = kernels;
    this.checkpoint = checkpoint;
    this.linear = linear;
    this.heads = heads;
    this.modelDim = modelDim;
    this.normEpsilon = normEpsilon;
  }

  /** What keys and values are kept in, unless somebody chose. */
  Precision windows(Optional<Precision> chosen) {
    return chosen.orElseGet(
        () -> {
          Precision products = linear.format().precision();
          if (products == Precision.FLOAT32) {
            return Precision.FLOAT32;
          }
          return products == Precision.SPIKING && checkpoint.w8aSpike().isPresent()
              ? Precision.INT8
              : Precision.BFLOAT16;
        });
  }

  RmsNorm norm(String name, int width) {
    float[] gain = checkpoint.tensor(name + ".weight", width).floats();
    return new RmsNorm(kernels, gain, normEpsilon);
  }

  /** The queries, keys and values of {@code attention}, which names the layers up to their q. */
  List<LinearLayer> queriesKeysValues(String attention) {
    List<LinearLayer> parts = new ArrayList<>();
    parts.add(new LinearLayer(attention + "q_proj", heads.queryDim()));
    parts.add(new LinearLayer(attention + "k_proj", heads.kvDim()));
    parts.add(new LinearLayer(attention + "v_proj", heads.kvDim()));
    return parts;
  }

  /** The biases of {@link #queriesKeysValues}, then {@code more} zeros. */
  float[] inputBias(String attention, int more) {
    float[] bias = new float[heads.queryDim() + 2 * heads.kvDim() + more];
    int at = 0;
    for (LinearLayer part : queriesKeysValues(attention)) {
      int size = part.outputs();
      checkpoint.tensor(part.name() + ".bias", size).floats(0, bias, at, size);
      at += size;
    }
    return bias;
  }

  /** The queries, keys and values as one product. */
  Projection inputs(String attention) {
    return linear.stacked(queriesKeysValues(attention), modelDim, inputBias(attention, 0));
  }

  Projection output(String attention) {
    return linear.single(new LinearLayer(attention + "o_proj", modelDim), heads.queryDim());
  }

  SwiGlu feedForward(String mlp, int width) {
    Projection gateAndUp =
        linear.gateAndUp(
            new LinearLayer(mlp + ".gate_proj", width),
            new LinearLayer(mlp + ".up_proj", width),
            modelDim);
    boolean downSpikes =
        checkpoint.w8aSpike().map(W8aSpikeConfig::downProjectionSpikes).orElse(true);
    LinearLayer down = new LinearLayer(mlp + ".down_proj", modelDim);
    return new SwiGlu(
        kernels,
        width,
        gateAndUp,
        downSpikes ? linear.single(down, width) : linear.floating(down, width));
  }

  /**
   * Demands the tensors of a feed-forward that is not packed yet.
   *
   * @throws CheckpointException if one is missing or of another shape
   */
  void requireFeedForward(String mlp, int width) {
    checkpoint.tensor(mlp + ".gate_proj.weight", width, modelDim);
    checkpoint.tensor(mlp + ".up_proj.weight", width, modelDim);
    checkpoint.tensor(mlp + ".down_proj.weight", modelDim, width);
  }

  /** The language model head, which may be the embedding table. */
  Projection head(String name, int vocabulary) {
    LinearLayer head = new LinearLayer(name, vocabulary);
    // W8ASpike leaves the head in floating point.
    return checkpoint.w8aSpike().isPresent()
        ? linear.floating(head, modelDim)
        : linear.single(head, modelDim);
  }
}
