package io.corpuscle.engine.checkpoint;

import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.GateAndUpRows;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.StackedRows;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.model.Block;
import io.corpuscle.engine.model.Embedding;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.model.Rotary;
import io.corpuscle.engine.model.feedforward.SwiGlu;
import io.corpuscle.engine.model.mixer.GatedLinearAttention;
import io.corpuscle.engine.model.mixer.HeadShape;
import io.corpuscle.engine.model.mixer.SlidingWindowAttention;
import io.corpuscle.engine.model.mixer.TokenMixer;
import java.util.ArrayList;
import java.util.List;

/** Builds a {@code gla_swa} model from the tensor names SpikingBrain publishes. */
final class GlaSwaAssembler {
  private final Kernels kernels;
  private final Precision precision;
  private final Checkpoint checkpoint;
  private final GlaSwaConfig config;
  private final HeadShape heads;
  private final Rotary rotary;

  GlaSwaAssembler(Kernels kernels, Precision precision, Checkpoint checkpoint) {
    this.kernels = kernels;
    this.precision = precision;
    this.checkpoint = checkpoint;
    this.config = checkpoint.config(GlaSwaConfig.class);
    this.heads = new HeadShape(config.heads(), config.kvHeads(), config.headDim());
    this.rotary = new Rotary(config.ropeTheta(), config.headDim());
  }

  LanguageModel assemble() {
    int D = config.modelDim();
    int V = config.vocabulary();
    WeightRows embeddings = checkpoint.matrix("model.embeddings.weight", V, D);
    WeightRows head =
        config.tiedEmbeddings() ? embeddings : checkpoint.matrix("lm_head.weight", V, D);
    List<Block> blocks = new ArrayList<>();
    for (int n = 0; n < config.layers(); n++) {
      blocks.add(block(n, "model.layers." + n));
    }
    return new LanguageModel(
        kernels,
        new Embedding(embeddings),
        blocks,
        norm("model.norm", D),
        new Projection(kernels, head, new float[V], precision));
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
    int D = config.modelDim();
    int rank = Math.toIntExact(checkpoint.tensor(attn + ".gk_proj.0.weight").shape().get(0));
    List<WeightRows> inputs = queriesKeysValues(attn);
    inputs.add(checkpoint.matrix(attn + ".gk_proj.0.weight", rank, D));
    return new GatedLinearAttention(
        kernels,
        heads,
        new Projection(kernels, new StackedRows(inputs), inputBias(attn, rank), precision),
        new Projection(
            kernels,
            checkpoint.matrix(attn + ".gk_proj.1.weight", heads.kvDim(), rank),
            checkpoint.tensor(attn + ".gk_proj.1.bias", heads.kvDim()).floats(),
            // Sixteen inputs: nothing to gain, and every decay depends on it.
            Precision.FLOAT32),
        norm(attn + ".g_norm", heads.headDim()),
        output(attn));
  }

  private SlidingWindowAttention slidingWindow(String attn) {
    return new SlidingWindowAttention(
        kernels,
        heads,
        config.window(),
        rotary,
        new Projection(
            kernels, new StackedRows(queriesKeysValues(attn)), inputBias(attn, 0), precision),
        output(attn));
  }

  private SwiGlu feedForward(String mlp) {
    int D = config.modelDim();
    int F = config.feedForwardDim();
    WeightRows gateAndUp =
        new GateAndUpRows(
            checkpoint.matrix(mlp + ".gate_proj.weight", F, D),
            checkpoint.matrix(mlp + ".up_proj.weight", F, D));
    return new SwiGlu(
        kernels,
        F,
        new Projection(kernels, gateAndUp, new float[2 * F], precision),
        new Projection(
            kernels, checkpoint.matrix(mlp + ".down_proj.weight", D, F), new float[D], precision));
  }

  private List<WeightRows> queriesKeysValues(String attn) {
    int D = config.modelDim();
    List<WeightRows> parts = new ArrayList<>();
    parts.add(checkpoint.matrix(attn + ".q_proj.weight", heads.queryDim(), D));
    parts.add(checkpoint.matrix(attn + ".k_proj.weight", heads.kvDim(), D));
    parts.add(checkpoint.matrix(attn + ".v_proj.weight", heads.kvDim(), D));
    return parts;
  }

  /** The biases of q, k and v, then {@code more} zeros. */
  private float[] inputBias(String attn, int more) {
    float[] bias = new float[heads.queryDim() + 2 * heads.kvDim() + more];
    int at = 0;
    for (String part : List.of("q", "k", "v")) {
      int size = part.equals("q") ? heads.queryDim() : heads.kvDim();
      checkpoint.tensor(attn + "." + part + "_proj.bias", size).floats(0, bias, at, size);
      at += size;
    }
    return bias;
  }

  private Projection output(String attn) {
    int D = config.modelDim();
    return new Projection(
        kernels,
        checkpoint.matrix(attn + ".o_proj.weight", D, heads.queryDim()),
        new float[D],
        precision);
  }

  private RmsNorm norm(String name, int width) {
    float[] gain = checkpoint.tensor(name + ".weight", width).floats();
    return new RmsNorm(kernels, gain, config.normEpsilon());
  }
}
