package io.corpuscle.engine.reading;

import io.corpuscle.engine.model.feedforward.MixtureOfExperts;
import io.corpuscle.engine.model.feedforward.Routing;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts which experts the tokens of one document go to, window by window. */
final class ExpertSums {
  private final int windowTokens;

  /** Which of the layers with experts each is; a chunk goes through them in the model's order. */
  private final Map<MixtureOfExperts, Integer> numbers = new IdentityHashMap<>();

  /** Of windows that are not closed, the counts of every layer. */
  private final Map<Integer, List<long[]>> windows = new TreeMap<>();

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
    int number = numbers.computeIfAbsent(layer, l -> numbers.size());
    // Position 0 is the control token, which no window counts; token j is at position j + 1.
    for (int i = position == 0 ? 1 : 0; i < count; i++) {
      int window = (int) ((position + i - 1) / windowTokens);
      List<long[]> layers = windows.computeIfAbsent(window, w -> new ArrayList<>());
      if (layers.size() == number) {
        layers.add(new long[routing.experts()]);
      }
      for (int j = 0; j < routing.chosen(); j++) {
        layers.get(number)[routing.expert(first + i, j)]++;
      }
    }
  }

  /** What a window has come to, which is then forgotten; empty if no layer has experts. */
  Optional<ExpertLoads> close(int window) {
    return Optional.ofNullable(windows.remove(window)).map(ExpertSums::flat);
  }

  private static ExpertLoads flat(List<long[]> layers) {
    int size = layers.stream().mapToInt(loads -> loads.length).sum();
    long[] all = new long[size];
    int at = 0;
    for (long[] loads : layers) {
      System.arraycopy(loads, 0, all, at, loads.length);
      at += loads.length;
    }
    return new ExpertLoads(all);
  }

  /** Writes all that was counted. */
  void save(DataOutput out) throws IOException {
    out.writeInt(windows.size());
    for (Map.Entry<Integer, List<long[]>> window : windows.entrySet()) {
      out.writeInt(window.getKey());
      out.writeInt(window.getValue().size());
      for (long[] loads : window.getValue()) {
        out.writeInt(loads.length);
        for (long tokens : loads) {
          out.writeLong(tokens);
        }
      }
    }
  }

  /** Goes on from what another had counted. */
  void restore(DataInput in) throws IOException {
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      List<long[]> layers = new ArrayList<>();
      windows.put(in.readInt(), layers);
      for (int left = in.readInt(); left > 0; left--) {
        long[] loads = new long[in.readInt()];
        for (int e = 0; e < loads.length; e++) {
          loads[e] = in.readLong();
        }
        layers.add(loads);
      }
    }
  }
}
