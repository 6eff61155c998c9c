package io.corpuscle.engine.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.kernel.GateAndUpRows;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.model.feedforward.FeedForward;
import io.corpuscle.engine.model.feedforward.MixtureOfExperts;
import io.corpuscle.engine.model.feedforward.PackedExperts;
import io.corpuscle.engine.model.feedforward.Router;
import io.corpuscle.engine.model.feedforward.SwiGlu;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mixture of experts before any training, against the feed-forward it was made of. */
class UpcyclingTest {
  private static final OperandFormat FLOATS = OperandFormat.of(Precision.FLOAT32);
  private static final int D = Transformers.Widths.SMALL.hidden();
  private static final int F = Transformers.Widths.SMALL.feedForward();
  private static final int EXPERTS = 16;
  private static final int TOKENS = 200;

  private final Kernels kernels = new ReferenceKernels();
  private final RmsNorm norm = new RmsNorm(kernels, ones(), 1e-6f);

  @TempDir private Path folder;
  private Checkpoint source;
  private Checkpoint converted;

  @BeforeEach
  void convert() throws IOException {
    source = Checkpoint.open(Transformers.untiedFloat32(2).write(folder.resolve("source"), 5));
    MoePlan plan = new MoePlan(List.of(1), List.of(0), 40, EXPERTS, 1, 2);
    plan.of(source, 3).write(folder.resolve("target"), 1L << 30, tensors -> {});
    converted = Checkpoint.open(folder.resolve("target"));
  }

  @Test
  void aSharedExpertAndOneOfSixteenAreEachScaledBy98Hundredths() {
    assertThat(Upcycling.scale(EXPERTS, 1)).isCloseTo(0.98f, within(0.005f));
    assertThat(Math.pow(Upcycling.scale(8, 2), 3)).isCloseTo(1 / 1.25, within(1e-6));
  }

  @Test
  void allExpertsAreEqual() {
    for (String part : TransformerTensors.feedForwardParts()) {
      String mlp = "model.layers.1.mlp.";
      String shared = Fingerprints.of(converted.tensor(mlp + "shared_expert." + part + ".weight"));
      for (int e = 0; e < EXPERTS; e++) {
        String name = mlp + "experts." + e + "." + part + ".weight";
        assertThat(Fingerprints.of(converted.tensor(name))).as(name).isEqualTo(shared);
      }
    }
  }

  @Test
  void aLayerGivesOneAndPTimesWhatItsExpertGives() {
    WeightRows router = converted.matrix("model.layers.1.mlp.gate.weight", EXPERTS, D);
    FloatMatrix x = random();

    FloatMatrix mixture = added(mixture(router), x);
    FloatMatrix expert = added(swiGlu(converted, "model.layers.1.mlp.experts.0"), x);

    float[] p = largestProbabilities(router, x);
    for (int t = 0; t < TOKENS; t++) {
      for (int i = 0; i < D; i++) {
        float exact = (1 + p[t]) * expert.get(t, i);
        // The residual is added to and taken away again: a rounding each of about x's size.
        assertThat(mixture.get(t, i)).isCloseTo(exact, within(4 * Math.ulp(4f)));
      }
    }
  }

  @Test
  void withARouterThatPrefersNobodyTheLayerIsAboutTheFeedForward() {
    FloatMatrix x = random();

    FloatMatrix mixture = added(mixture(new Nobody()), x);
    FloatMatrix dense = added(swiGlu(source, "model.layers.1.mlp"), x);

    double difference = 0;
    double size = 0;
    for (int i = 0; i < TOKENS * D; i++) {
      difference += Math.pow(mixture.array()[i] - dense.array()[i], 2);
      size += Math.pow(dense.array()[i], 2);
    }
    assertThat(Math.sqrt(difference / size)).isPositive().isLessThan(0.05);
  }

  /** Weights of a router whose logits are all 0. */
  private record Nobody() implements WeightRows {
    @Override
    public int outputs() {
      return EXPERTS;
    }

    @Override
    public int inputs() {
      return D;
    }

    @Override
    public void read(int output, float[] target, int at) {
      Arrays.fill(target, at, at + D, 0);
    }
  }

  private MixtureOfExperts mixture(WeightRows router) {
    String mlp = "model.layers.1.mlp.";
    return new MixtureOfExperts(
        new Projection(kernels, router, new float[EXPERTS], FLOATS, List.of()),
        Router.Activation.SOFTMAX,
        1,
        swiGlu(converted, mlp + "shared_expert"),
        new PackedExperts(
            IntStream.range(0, EXPERTS)
                .mapToObj(e -> swiGlu(converted, mlp + "experts." + e))
                .toList()));
  }

  private SwiGlu swiGlu(Checkpoint checkpoint, String name) {
    WeightRows gateAndUp =
        new GateAndUpRows(
            checkpoint.matrix(name + ".gate_proj.weight", F, D),
            checkpoint.matrix(name + ".up_proj.weight", F, D));
    WeightRows down = checkpoint.matrix(name + ".down_proj.weight", D, F);
    return new SwiGlu(
        kernels,
        F,
        new Projection(kernels, gateAndUp, new float[2 * F], FLOATS, List.<LinearLayer>of()),
        new Projection(kernels, down, new float[D], FLOATS, List.<LinearLayer>of()));
  }

  /** What a layer adds to x. */
  private FloatMatrix added(FeedForward layer, FloatMatrix x) {
    FloatMatrix sum = FloatMatrix.of(x.array().clone(), 0, TOKENS, D);
    layer.forward(norm, new Chunk(0), sum, Workspace.poisoned());
    for (int i = 0; i < TOKENS * D; i++) {
      sum.array()[i] -= x.array()[i];
    }
    return sum;
  }

  private float[] largestProbabilities(WeightRows router, FloatMatrix x) {
    FloatMatrix normed = FloatMatrix.zeros(TOKENS, D);
    norm.into(x, normed);
    float[] largest = new float[TOKENS];
    float[] row = new float[D];
    for (int t = 0; t < TOKENS; t++) {
      double sum = 0;
      double max = 0;
      for (int e = 0; e < EXPERTS; e++) {
        router.read(e, row, 0);
        double logit = 0;
        for (int i = 0; i < D; i++) {
          logit += row[i] * normed.get(t, i);
        }
        sum += Math.exp(logit);
        max = Math.max(max, Math.exp(logit));
      }
      largest[t] = (float) (max / sum);
    }
    return largest;
  }

  private static FloatMatrix random() {
    FloatMatrix x = FloatMatrix.zeros(TOKENS, D);
    Random random = new Random(11);
    for (int i = 0; i < TOKENS * D; i++) {
      x.array()[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static float[] ones() {
    float[] ones = new float[D];
    Arrays.fill(ones, 1);
    return ones;
  }
}
