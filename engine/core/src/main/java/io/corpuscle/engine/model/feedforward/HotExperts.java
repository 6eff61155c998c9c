package io.corpuscle.engine.model.feedforward;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Experts of which only those that are used most are in memory, within a budget that all layers of
 * a model share. The others stay in their file, and are packed for a chunk that needs them: for a
 * model whose experts do not fit, most of which are seldom chosen. Results are the same, bit for
 * bit, whichever are in memory.
 */
public final class HotExperts implements ExpertSet {
  private final ExpertBudget budget;
  private final List<ExpertBudget.Place> places;

  /**
   * @param bytes size of an expert once it is packed
   * @param pack packs the e-th from its file
   * @throws IllegalArgumentException if the budget is smaller than one of them
   */
  public HotExperts(ExpertBudget budget, int count, long bytes, IntFunction<SwiGlu> pack) {
    this.budget = budget;
    this.places =
        IntStream.range(0, count).mapToObj(e -> budget.place(bytes, () -> pack.apply(e))).toList();
  }

  @Override
  public int count() {
    return places.size();
  }

  @Override
  public long bytes() {
    return budget.bytes(places);
  }

  @Override
  public SwiGlu borrow(int e, int tokens) {
    return budget.borrow(places.get(e), tokens);
  }

  @Override
  public void giveBack(int e, SwiGlu expert) {
    budget.giveBack(places.get(e), expert);
  }
}
