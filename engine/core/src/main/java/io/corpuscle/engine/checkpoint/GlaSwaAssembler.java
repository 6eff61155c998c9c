package io.corpuscle.engine.checkpoint;

import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.checkpoint.huggingface.W8aSpikeConfig;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.model.Block;
import io.corpuscle.engine.model.Embedding;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.model.Rotary;
import io.corpuscle.engine.model.feedforward.SwiGlu;
import io.corpuscle.engine.model.mixer.GatedLinearAttention;
import io.corpuscle.engine.model.mixer.HeadShape;
import io.corpuscle.engine.model.mixer.QuerySpikes;
import io.corpuscle.engine.model.mixer.SlidingWindowAttention;
import io.corpuscle.engine.model.mixer.TokenMixer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds a {@code gla_swa} model from the tensor names SpikingBrain publishes. */
final class GlaSwaAssembler {
  private final Kernels kernels;
  private final Checkpoint checkpoint;
  private final GlaSwaConfig config;
  private final boolean w8aSpike;
  private final LinearLayers linear;
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
    this.windows = windows.orElseGet(() -> windowsFor(linear.format().precision()));
    this.heads = new HeadShape(config.heads(), config.kvHeads(), config.headDim());
    this.rotary = new Rotary(config.ropeTheta(), config.headDim());
  }

  private Precision windowsFor(Precision products) {
    if (products == Precision.FLOAT32) {
      return Precision.FLOAT32;
    }
    return w8aSpike && products == Precision.SPIKING ? Precision.INT8 : Precision.BFLOAT16;
  }

  LanguageModel assemble() {
    int D = config.modelDim();
    int V = config.vocabulary();
    WeightRows embeddings = checkpoint.matrix("model.embeddings.weight", V, D);
    List<Block> blocks = new ArrayList<>();
    for (int n = 0; n < config.layers(); n++) {
      blocks.add(block(n, "model.layers." + n));
    }
    return new LanguageModel(
        kernels, new Embedding(embeddings), blocks, norm("model.norm", D), head(embeddings));
  }

  private Projection head(WeightRows embeddings) {
    String name = config.tiedEmbeddings() ? "model.embeddings" : "lm_head";
    LinearLayer head = new LinearLayer(name, embeddings.outputs());
    // W8ASpike leaves the head in floating point.
    return w8aSpike
        ? linear.floating(head, embeddings.inputs())
        : linear.single(head, embeddings.inputs());
  }

  private Block block(int n, String layer) {
    int D = config.modelDim();
    TokenMixer mixer =
        config.windowLayers().contains(n)
            ? slidingWindow(layer + ".attn")
            : gatedLinear(layer + ".attn");
    return new Block(
        norm(layer + ".attn_norm", D),
        mixer,
        norm(layer + ".mlp_norm", D),
        feedForward(layer + ".mlp"));
  }

  private GatedLinearAttention gatedLinear(String attn) {
    Optional<Integer> rank =
        w8aSpike
            ? Optional.empty()
            : Optional.of(
                Math.toIntExact(checkpoint.tensor(attn + ".gk_proj.0.weight").shape().get(0)));
    List<LinearLayer> inputs = queriesKeysValues(attn);
    inputs.add(
        rank.map(r -> new LinearLayer(attn + ".gk_proj.0", r))
            .orElse(new LinearLayer(attn + ".gk_proj", heads.kvDim())));
    float[] bias = inputBias(attn, rank.orElse(heads.kvDim()));
    if (w8aSpike) {
      int at = bias.length - heads.kvDim();
      checkpoint.tensor(attn + ".gk_proj.bias", heads.kvDim()).floats(0, bias, at, heads.kvDim());
    }
    return new GatedLinearAttention(
        kernels,
        heads,
        linear.stacked(inputs, config.modelDim(), bias),
        rank.map(r -> decay(attn, r)),
        norm(attn + ".g_norm", heads.headDim()),
        output(attn));
  }

  private Projection decay(String attn, int rank) {
    return new Projection(
        kernels,
        checkpoint.matrix(attn + ".gk_proj.1.weight", heads.kvDim(), rank),
        checkpoint.tensor(attn + ".gk_proj.1.bias", heads.kvDim()).floats(),
        // Sixteen inputs: nothing to gain, and every decay depends on it.
        OperandFormat.of(Precision.FLOAT32),
        List.of(new LinearLayer(attn + ".gk_proj.1", heads.kvDim())));
  }

  private SlidingWindowAttention slidingWindow(String attn) {
    return new SlidingWindowAttention(
        kernels,
        heads,
        new SlidingWindowAttention.Window(config.window(), windows),
        rotary,
        linear.stacked(queriesKeysValues(attn), config.modelDim(), inputBias(attn, 0)),
        // The k of query spikes is fixed by the published code, whatever that of the layers.
        w8aSpike && linear.format().precision() == Precision.SPIKING
            ? Optional.of(new QuerySpikes(OperandFormat.DEFAULT_SPIKE_K))
            : Optional.empty(),
        output(attn));
  }

  private SwiGlu feedForward(String mlp) {
    int D = config.modelDim();
    int F = config.feedForwardDim();
    Projection gateAndUp =
        linear.gateAndUp(
            new LinearLayer(mlp + ".gate_proj", F), new LinearLayer(mlp + ".up_proj", F), D);
    boolean downSpikes =
        checkpoint.w8aSpike().map(W8aSpikeConfig::downProjectionSpikes).orElse(true);
    Projection down =
        downSpikes
            ? linear.single(new LinearLayer(mlp + ".down_proj", D), F)
            : linear.floating(new LinearLayer(mlp + ".down_proj", D), F);
    return new SwiGlu(kernels, F, gateAndUp, down);
  }

  private List<LinearLayer> queriesKeysValues(String attn) {
    List<LinearLayer> parts = new ArrayList<>();
    parts.add(new LinearLayer(attn + ".q_proj", heads.queryDim()));
    parts.add(new LinearLayer(attn + ".k_proj", heads.kvDim()));
    parts.add(new LinearLayer(attn + ".v_proj", heads.kvDim()));
    return parts;
  }

  /** The biases of q, k and v, then {@code more} zeros. */
  private float[] inputBias(String attn, int more) {
    float[] bias = new float[heads.queryDim() + 2 * heads.kvDim() + more];
    int at = 0;
    for (LinearLayer part : queriesKeysValues(attn)) {
      int size = part.outputs();
      checkpoint.tensor(part.name() + ".bias", size).floats(0, bias, at, size);
      at += size;
    }
    return bias;
  }

  private Projection output(String attn) {
    return linear.single(new LinearLayer(attn + ".o_proj", config.modelDim()), heads.queryDim());
  }

  private RmsNorm norm(String name, int width) {
    float[] gain = checkpoint.tensor(name + ".weight", width).floats();
    return new RmsNorm(kernels, gain, config.normEpsilon());
  }
}
