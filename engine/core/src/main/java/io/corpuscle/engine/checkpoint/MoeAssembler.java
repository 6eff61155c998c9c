package io.corpuscle.engine.checkpoint;

import io.corpuscle.engine.checkpoint.huggingface.MoeConfig;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.Block;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.Embedding;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.model.ModelParts;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.model.Rotary;
import io.corpuscle.engine.model.feedforward.ExpertBudget;
import io.corpuscle.engine.model.feedforward.ExpertSet;
import io.corpuscle.engine.model.feedforward.FeedForward;
import io.corpuscle.engine.model.feedforward.HotExperts;
import io.corpuscle.engine.model.feedforward.MixtureOfExperts;
import io.corpuscle.engine.model.feedforward.PackedExperts;
import io.corpuscle.engine.model.feedforward.Router;
import io.corpuscle.engine.model.feedforward.SwiGlu;
import io.corpuscle.engine.model.mixer.HeadShape;
import io.corpuscle.engine.model.mixer.ParallelHybrid;
import io.corpuscle.engine.model.mixer.SlidingWindowAttention;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Builds a {@code spikingbrain_moe} model. */
final class MoeAssembler implements ModelParts {
  private final Kernels kernels;
  private final Checkpoint checkpoint;
  private final MoeConfig config;
  private final LinearLayers linear;
  private final BlockParts parts;
  private final Precision windows;
  private final HeadShape heads;
  private final Rotary rotary;
  private final Optional<ExpertBudget> budget;

  /**
   * @param budget of experts; empty to have all of them in memory
   */
  MoeAssembler(
      Kernels kernels,
      LinearLayers linear,
      Optional<Precision> windows,
      Optional<ExpertBudget> budget,
      Checkpoint checkpoint) {
    this.budget = budget;
    this.kernels = kernels;
    this.checkpoint = checkpoint;
    this.config = checkpoint.config(MoeConfig.class);
    this.linear = linear;
    this.heads = new HeadShape(config.heads(), config.kvHeads(), config.headDim());
    this.parts =
        new BlockParts(kernels, checkpoint, linear, heads, config.modelDim(), config.normEpsilon());
    this.windows = parts.windows(windows);
    this.rotary = new Rotary(config.ropeTheta(), config.headDim());
  }

  LanguageModel assemble(Chunk observed) {
    int D = config.modelDim();
    LanguageModel model = LanguageModel.of(kernels, this);
    if (config.sinkTokens() > 0) {
      FloatMatrix sinks = FloatMatrix.zeros(config.sinkTokens(), D);
      checkpoint
          .tensor("model.sink_tokens", config.sinkTokens(), D)
          .floats(0, sinks.array(), 0, config.sinkTokens() * D);
      model.readSinks(sinks, observed, Workspace.create());
    }
    return model;
  }

  @Override
  public Embedding embedding() {
    return new Embedding(
        checkpoint.matrix("model.embeddings.weight", config.vocabulary(), config.modelDim()));
  }

  @Override
  public int layers() {
    return config.layers();
  }

  @Override
  public RmsNorm norm() {
    return parts.norm("model.norm", config.modelDim());
  }

  @Override
  public Projection head() {
    return parts.head("lm_head", config.vocabulary());
  }

  @Override
  public OptionalInt capacity() {
    return config.capacity();
  }

  @Override
  public Block block(int n) {
    String layer = "model.layers." + n;
    int D = config.modelDim();
    return new Block(
        parts.norm(layer + ".attn_norm", D),
        hybrid(n, layer + ".attn."),
        parts.norm(layer + ".mlp_norm", D),
        config.denseLayers().contains(n)
            ? parts.feedForward(layer + ".mlp", config.feedForwardDim())
            : experts(layer + ".mlp"));
  }

  private ParallelHybrid hybrid(int n, String attention) {
    SlidingWindowAttention.Window seen =
        config.fullAttentionLayers().contains(n)
            ? SlidingWindowAttention.Window.all(config.capacity().orElseThrow(), windows)
            : SlidingWindowAttention.Window.last(config.window(), windows);
    List<LinearLayer> inputs = parts.queriesKeysValues(attention + "la_");
    inputs.addAll(parts.queriesKeysValues(attention));
    float[] ofLinear = parts.inputBias(attention + "la_", 0);
    float[] ofSoftmax = parts.inputBias(attention, 0);
    float[] bias = new float[ofLinear.length + ofSoftmax.length];
    System.arraycopy(ofLinear, 0, bias, 0, ofLinear.length);
    System.arraycopy(ofSoftmax, 0, bias, ofLinear.length, ofSoftmax.length);
    return new ParallelHybrid(
        kernels,
        heads,
        seen,
        config.sinkTokens(),
        rotary,
        linear.stacked(inputs, config.modelDim(), bias),
        new ParallelHybrid.Branches(
            branchNorm(attention + "la_norm", 0), branchNorm(attention + "sa_norm", 1)),
        parts.output(attention));
  }

  private RmsNorm branchNorm(String name, int branch) {
    float[] gain = checkpoint.tensor(name + ".weight", heads.headDim()).floats();
    for (int i = 0; i < gain.length; i++) {
      gain[i] *= config.hybridWeights().get(branch);
    }
    return new RmsNorm(kernels, gain, config.normEpsilon());
  }

  private FeedForward experts(String mlp) {
    LinearLayer gate = new LinearLayer(mlp + ".gate", config.experts());
    SwiGlu shared = parts.feedForward(mlp + ".shared_expert", config.expertDim());
    Projection router =
        new Projection(
            kernels,
            checkpoint.matrix(gate.name() + ".weight", gate.outputs(), config.modelDim()),
            new float[gate.outputs()],
            // A rounded logit may send a token to another expert, and the product is small.
            OperandFormat.of(Precision.FLOAT32),
            List.of(gate));
    return new MixtureOfExperts(
        router,
        Router.Activation.valueOf(config.routerActivation().toUpperCase(Locale.ROOT)),
        config.chosenExperts(),
        shared,
        experts(mlp + ".experts.", shared.bytes()));
  }

  /**
   * @param bytes size of an expert
   */
  private ExpertSet experts(String names, long bytes) {
    IntFunction<SwiGlu> pack = e -> parts.feedForward(names + e, config.expertDim());
    if (budget.isEmpty()) {
      return new PackedExperts(IntStream.range(0, config.experts()).mapToObj(pack).toList());
    }
    for (int e = 0; e < config.experts(); e++) {
      // What is missing is to be known before the first document, whenever it is packed.
      parts.requireFeedForward(names + e, config.expertDim());
    }
    return new HotExperts(budget.get(), config.experts(), bytes, pack);
  }
}
