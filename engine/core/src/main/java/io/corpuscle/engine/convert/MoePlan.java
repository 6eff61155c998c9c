package io.corpuscle.engine.convert;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.huggingface.MoeConfig;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SpikingBrain-76B's architecture: a linear and a softmax branch in every layer, sinks before every
 * document, mixtures of experts.
 *
 * @param fullLayers layers, counted from 0, whose softmax branch sees the whole document; the
 *     others see the window
 * @param denseLayers layers, counted from 0, that keep their feed-forward as it is
 * @param window w
 * @param experts N of the other layers, the shared one not among them
 * @param chosen k, how many of them a token goes to
 * @param sinks n, tokens before every document
 */
public record MoePlan(
    List<Integer> fullLayers,
    List<Integer> denseLayers,
    int window,
    int experts,
    int chosen,
    int sinks)
    implements ConversionPlan {
  /** Experts, chosen experts and sinks of the model that the report describes. */
  public static final int REPORTED_EXPERTS = 16;

  public static final int REPORTED_CHOSEN = 1;
  public static final int REPORTED_SINKS = 128;

  private static final int REPORTED_LAYERS = 28;
  private static final int FULL_EVERY = 7;
  private static final int DENSE_AT_FIRST = 3;
  private static final int LAST_DENSE = 10;

  public MoePlan {
    fullLayers = List.copyOf(fullLayers);
    denseLayers = List.copyOf(denseLayers);
  }

  /** Every seventh layer, as reported; of fewer than seven the last. */
  public static List<Integer> reportedFullLayers(int layers) {
    return layers < FULL_EVERY
        ? List.of(layers - 1)
        : IntStream.range(0, layers).filter(n -> n % FULL_EVERY == FULL_EVERY - 1).boxed().toList();
  }

  /**
   * Of 28 layers, counted from 0: the first three, and every second up to 10, as reported; of
   * another number those at the same share of the depth, at least the first.
   */
  public static List<Integer> reportedDenseLayers(int layers) {
    double scale = (double) layers / REPORTED_LAYERS;
    long first = Math.max(1, Math.round(scale * DENSE_AT_FIRST));
    return IntStream.range(0, layers)
        .filter(n -> n < first || (n % 2 == 0 && n <= scale * LAST_DENSE))
        .boxed()
        .toList();
  }

  @Override
  public String modelType() {
    return MoeConfig.MODEL_TYPE;
  }

  @Override
  public Conversion of(Checkpoint source, long seed) {
    return new MoeLayout(new TransformerTensors(source), this, new NewTensors(seed)).conversion();
  }
}
