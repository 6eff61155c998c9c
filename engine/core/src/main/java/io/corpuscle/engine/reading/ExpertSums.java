package io.corpuscle.engine.reading;

import io.corpuscle.engine.model.feedforward.MixtureOfExperts;
import io.corpuscle.engine.model.feedforward.Routing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts which experts the tokens of one document go to, window by window. */
final class ExpertSums {
  private final int windowTokens;

  /** Of windows that are not closed, the counts of every layer in the order of the model. */
  private final Map<Integer, Map<MixtureOfExperts, long[]>> windows = new TreeMap<>();

  ExpertSums(int windowTokens) {
    this.windowTokens = windowTokens;
  }

  /**
   * Counts {@code count} tokens.
   *
   * @param first the routing's row of the first
   * @param position the document's position of the first
   */
  void add(MixtureOfExperts layer, Routing routing, int first, int count, long position) {
    // Position 0 is the control token, which no window counts; token j is at position j + 1.
    for (int i = position == 0 ? 1 : 0; i < count; i++) {
      int window = (int) ((position + i - 1) / windowTokens);
      long[] loads =
          windows
              .computeIfAbsent(window, w -> new LinkedHashMap<>())
              .computeIfAbsent(layer, l -> new long[routing.experts()]);
      for (int j = 0; j < routing.chosen(); j++) {
        loads[routing.expert(first + i, j)]++;
      }
    }
  }

  /** What a window has come to, which is then forgotten; empty if no layer has experts. */
  Optional<ExpertLoads> close(int window) {
    return Optional.ofNullable(windows.remove(window)).map(ExpertSums::flat);
  }

  private static ExpertLoads flat(Map<MixtureOfExperts, long[]> layers) {
    int size = layers.values().stream().mapToInt(loads -> loads.length).sum();
    long[] all = new long[size];
    int at = 0;
    for (long[] loads : layers.values()) {
      System.arraycopy(loads, 0, all, at, loads.length);
      at += loads.length;
    }
    return new ExpertLoads(all);
  }
}
