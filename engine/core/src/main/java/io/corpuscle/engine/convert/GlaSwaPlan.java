package io.corpuscle.engine.convert;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import java.util.List;
import java.util.stream.IntStream;

/**
 * SpikingBrain-7B's architecture: layers of gated linear attention, and of sliding windows.
 *
 * @param windowLayers layers, counted from 0, whose attention becomes a window's; the others become
 *     linear
 * @param window w of those
 */
public record GlaSwaPlan(List<Integer> windowLayers, int window) implements ConversionPlan {
  /** The window of the published model. */
  public static final int PUBLISHED_WINDOW = 4096;

  public GlaSwaPlan {
    windowLayers = List.copyOf(windowLayers);
  }

  /** The published model's layers: linear attention and windows in turns, a window in every odd. */
  public static List<Integer> alternating(int layers) {
    return IntStream.range(0, layers).filter(n -> n % 2 == 1).boxed().toList();
  }

  @Override
  public String modelType() {
    return GlaSwaConfig.MODEL_TYPE;
  }

  @Override
  public Conversion of(Checkpoint source, long seed) {
    return new GlaSwaLayout(new TransformerTensors(source), this, new NewTensors(seed))
        .conversion();
  }
}
