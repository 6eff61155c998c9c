package io.corpuscle.engine.model;

import io.corpuscle.engine.model.feedforward.MixtureOfExperts;

/** Is shown how the experts of a model are used, while a chunk passes. */
@FunctionalInterface
public interface ExpertObserver {

  /**
   * @param layer whose experts
   * @param loads how many tokens went to each
   */
  void observe(MixtureOfExperts layer, int[] loads);
}
