package io.corpuscle.engine.checkpoint;

import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.Block;
import io.corpuscle.engine.model.Embedding;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.model.ModelParts;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.model.Rotary;
import io.corpuscle.engine.model.mixer.GatedLinearAttention;
import io.corpuscle.engine.model.mixer.HeadShape;
import io.corpuscle.engine.model.mixer.QuerySpikes;
import io.corpuscle.engine.model.mixer.SlidingWindowAttention;
import io.corpuscle.engine.model.mixer.TokenMixer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Builds a {@code gla_swa} model from the tensor names SpikingBrain publishes. */
final class GlaSwaAssembler implements ModelParts {
  private final Kernels kernels;
  private final Checkpoint checkpoint;
  private final GlaSwaConfig config;
  private final boolean w8aSpike;
  private final LinearLayers linear;
  private final BlockParts parts;
  private final Precision windows;
  private final HeadShape heads;
  private final Rotary rotary;

  GlaSwaAssembler(
      Kernels kernels, LinearLayers linear, Optional<Precision> windows, Checkpoint checkpoint) {
    this.kernels = kernels;
    this.checkpoint = checkpoint;
    this.config = checkpoint.config(GlaSwaConfig.class);
    this.w8aSpike = checkpoint.w8aSpike().isPresent();
    this.linear = linear;
    this.heads = new HeadShape(config.heads(), config.kvHeads(), config.headDim());
    this.parts =
        new BlockParts(kernels, checkpoint, linear, heads, config.modelDim(), config.normEpsilon());
    this.windows = parts.windows(windows);
    this.rotary = new Rotary(config.ropeTheta(), config.headDim());
  }

  @Override
  public Embedding embedding() {
    return new Embedding(
        checkpoint.matrix("model.embeddings.weight", config.vocabulary(), config.modelDim()));
  }

  @Override
  public RmsNorm norm() {
    return parts.norm("model.norm", config.modelDim());
  }

  @Override
  public Projection head() {
    return parts.head(
        config.tiedEmbeddings() ? "model.embeddings" : "lm_head", config.vocabulary());
  }

  @Override
  public OptionalInt capacity() {
    return OptionalInt.empty();
  }

  @Override
  public int layers() {
    return config.layers();
  }

  @Override
  public Block block(int n) {
    String layer = "model.layers." + n;
    int D = config.modelDim();
    TokenMixer mixer =
        config.windowLayers().contains(n)
            ? slidingWindow(layer + ".attn.")
            : gatedLinear(layer + ".attn.");
    return new Block(
        parts.norm(layer + ".attn_norm", D),
        mixer,
        parts.norm(layer + ".mlp_norm", D),
        parts.feedForward(layer + ".mlp", config.feedForwardDim()));
  }

  private GatedLinearAttention gatedLinear(String attn) {
    Optional<Integer> rank =
        w8aSpike
            ? Optional.empty()
            : Optional.of(
                Math.toIntExact(checkpoint.tensor(attn + "gk_proj.0.weight").shape().get(0)));
    List<LinearLayer> inputs = parts.queriesKeysValues(attn);
    inputs.add(
        rank.map(r -> new LinearLayer(attn + "gk_proj.0", r))
            .orElse(new LinearLayer(attn + "gk_proj", heads.kvDim())));
    float[] bias = parts.inputBias(attn, rank.orElse(heads.kvDim()));
    if (w8aSpike) {
      int at = bias.length - heads.kvDim();
      checkpoint.tensor(attn + "gk_proj.bias", heads.kvDim()).floats(0, bias, at, heads.kvDim());
    }
    return new GatedLinearAttention(
        kernels,
        heads,
        linear.stacked(inputs, config.modelDim(), bias),
        rank.map(r -> decay(attn, r)),
        parts.norm(attn + "g_norm", heads.headDim()),
        parts.output(attn));
  }

  private Projection decay(String attn, int rank) {
    return new Projection(
        kernels,
        checkpoint.matrix(attn + "gk_proj.1.weight", heads.kvDim(), rank),
        checkpoint.tensor(attn + "gk_proj.1.bias", heads.kvDim()).floats(),
        // Sixteen inputs: nothing to gain, and every decay depends on it.
        OperandFormat.of(Precision.FLOAT32),
        List.of(new LinearLayer(attn + "gk_proj.1", heads.kvDim())));
  }

  private SlidingWindowAttention slidingWindow(String attn) {
    return new SlidingWindowAttention(
        kernels,
        heads,
        SlidingWindowAttention.Window.last(config.window(), windows),
        rotary,
        parts.inputs(attn),
        // The k of query spikes is fixed by the published code, whatever that of the layers.
        w8aSpike && linear.format().precision() == Precision.SPIKING
            ? Optional.of(new QuerySpikes(OperandFormat.DEFAULT_SPIKE_K))
            : Optional.empty(),
        parts.output(attn));
  }
}
