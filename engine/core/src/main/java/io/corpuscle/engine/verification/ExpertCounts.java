package io.corpuscle.engine.verification;

import io.corpuscle.engine.model.ExpertObserver;
import io.corpuscle.engine.model.feedforward.MixtureOfExperts;
import io.corpuscle.engine.model.feedforward.Routing;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many tokens went to each expert of each layer, in the order of the layers. */
final class ExpertCounts implements ExpertObserver {
  private final Map<MixtureOfExperts, long[]> counts = new LinkedHashMap<>();

  @Override
  public void observe(MixtureOfExperts layer, Routing routing) {
    long[] sums = counts.computeIfAbsent(layer, l -> new long[routing.experts()]);
    for (int e = 0; e < sums.length; e++) {
      sums[e] += routing.load(e);
    }
  }

  /** Σ |count − expected| over all layers and experts; all expected ones, if none were counted. */
  long differences(long[] expected) {
    long differences = 0;
    int at = 0;
    for (long[] ofLayer : counts.values()) {
      for (long count : ofLayer) {
        differences += Math.abs(count - (at < expected.length ? expected[at] : 0));
        at++;
      }
    }
    for (; at < expected.length; at++) {
      differences += expected[at];
    }
    return differences;
  }
}
