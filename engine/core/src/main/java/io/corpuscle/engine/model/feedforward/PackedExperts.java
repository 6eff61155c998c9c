package io.corpuscle.engine.model.feedforward;

import java.util.List;

/**
 * Experts that are all in memory.
 *
 * @param experts in their order
 */
public record PackedExperts(List<SwiGlu> experts) implements ExpertSet {

  public PackedExperts {
    experts = List.copyOf(experts);
  }

  @Override
  public int count() {
    return experts.size();
  }

  @Override
  public long bytes() {
    return experts.stream().mapToLong(SwiGlu::bytes).sum();
  }

  @Override
  public SwiGlu borrow(int e, int tokens) {
    return experts.get(e);
  }

  @Override
  public void giveBack(int e, SwiGlu expert) {
    // It never left.
  }
}
