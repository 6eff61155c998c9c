package io.corpuscle.engine.model;

import io.corpuscle.engine.model.feedforward.MixtureOfExperts;
import io.corpuscle.engine.model.feedforward.Routing;

/** Is shown which experts the tokens of a chunk go to, while it passes. */
@FunctionalInterface
public interface ExpertObserver {

  /**
   * @param layer whose experts
   * @param routing valid during the call
   */
  void observe(MixtureOfExperts layer, Routing routing);
}
