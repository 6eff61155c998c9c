package io.corpuscle.bench;

import io.corpuscle.engine.kernel.GateAndUpRows;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.WeightRows;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.model.feedforward.FeedForward;
import io.corpuscle.engine.model.feedforward.MixtureOfExperts;
import io.corpuscle.engine.model.feedforward.PackedExperts;
import io.corpuscle.engine.model.feedforward.Router;
import io.corpuscle.engine.model.feedforward.SwiGlu;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Chunks of random hidden states on their way through a feed-forward layer. A step is a chunk,
 * counted in tokens.
 */
public final class FeedForwardPass implements Steps {
  private final Layer layer;
  private final RmsNorm norm;
  private final FloatMatrix x;
  private final FloatMatrix y;
  private final Chunk chunk;
  private final Workspace workspace = Workspace.create();
  private int at;

  /** A layer as often as a model has it: its weights come from memory, not from a cache. */
  public record Layer(List<FeedForward> copies) {}

  /**
   * @param hidden D
   * @param expert width of an expert; the dense layer is as wide as those that a token meets
   * @param experts N
   * @param chosen k
   * @param copies how many layers there are
   */
  public record Shape(int hidden, int expert, int experts, int chosen, int copies) {
    /** Qwen2.5-0.5B's feed-forward as a shared expert and one of 16. */
    public static final Shape HALF_BILLION = new Shape(896, 2432, 16, 1, 4);
  }

  /** The two kinds of layer, of random weights. */
  public static final class Weights {
    private final Kernels kernels;
    private final OperandFormat format;
    private final Shape shape;

    /** Makes none yet. */
    public Weights(Kernels kernels, Precision precision, Shape shape) {
      this.kernels = kernels;
      this.format = OperandFormat.of(precision);
      this.shape = shape;
    }

    /** Layers without experts. */
    public Layer dense() {
      return layers(() -> swiGlu((1 + shape.chosen()) * shape.expert()));
    }

    /** Layers with experts. */
    public Layer mixture() {
      return layers(this::experts);
    }

    private Layer layers(Supplier<FeedForward> layer) {
      return new Layer(IntStream.range(0, shape.copies()).mapToObj(n -> layer.get()).toList());
    }

    private FeedForward experts() {
      WeightRows router = new RandomRows(shape.experts(), shape.hidden());
      return new MixtureOfExperts(
          new Projection(
              kernels,
              router,
              new float[shape.experts()],
              OperandFormat.of(Precision.FLOAT32),
              List.of()),
          Router.Activation.SOFTMAX,
          shape.chosen(),
          swiGlu(shape.expert()),
          new PackedExperts(
              IntStream.range(0, shape.experts()).mapToObj(e -> swiGlu(shape.expert())).toList()));
    }

    private SwiGlu swiGlu(int width) {
      WeightRows rows = new RandomRows(width, shape.hidden());
      return new SwiGlu(
          kernels,
          width,
          new Projection(
              kernels, new GateAndUpRows(rows, rows), new float[2 * width], format, List.of()),
          new Projection(
              kernels,
              new RandomRows(shape.hidden(), width),
              new float[shape.hidden()],
              format,
              List.of()));
    }
  }

  /** A thread's chunks. */
  public FeedForwardPass(Weights weights, Layer layer, int chunkTokens) {
    this.layer = layer;
    float[] gain = new float[weights.shape.hidden()];
    Arrays.fill(gain, 1);
    this.norm = new RmsNorm(weights.kernels, gain, 1e-6f);
    this.x = RandomRows.matrix(chunkTokens, weights.shape.hidden(), 1);
    this.y = FloatMatrix.zeros(chunkTokens, weights.shape.hidden());
    this.chunk = new Chunk(chunkTokens);
  }

  @Override
  public long next() {
    System.arraycopy(x.array(), 0, y.array(), 0, x.array().length);
    layer.copies().get(at).forward(norm, chunk, y, workspace);
    at = (at + 1) % layer.copies().size();
    return x.rows();
  }
}
