package io.corpuscle.engine.model;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.model.feedforward.MixtureOfExperts;
import io.corpuscle.engine.model.feedforward.Routing;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tokens of one forward pass: runs of consecutive tokens, each of one document with its state.
 * Documents that share a chunk share its matrix products and nothing else. Reused from pass to pass
 * by one thread.
 */
public final class Chunk {
  private final int[] ids;
  private final List<Run> runs = new ArrayList<>();
  private final Optional<SpikeObserver> observer;
  private Optional<ExpertObserver> experts = Optional.empty();
  private final Routing routing = new Routing();
  private int tokens;

  /** A chunk with room for {@code capacity} tokens. */
  public Chunk(int capacity) {
    this(capacity, Optional.empty());
  }

  /**
   * A chunk with room for {@code capacity} tokens.
   *
   * @param observer is shown the spikes of its passes
   */
  public Chunk(int capacity, Optional<SpikeObserver> observer) {
    this.ids = new int[capacity];
    this.observer = observer;
  }

  /** Shows an observer what is about to be multiplied, if it is spikes: all rows of the chunk. */
  public void show(Projection layers, Operand x) {
    if (observer.isPresent() && x.format().precision() == Precision.SPIKING) {
      observer.get().observe(layers, x, new RowSelection.All(x.rows()));
    }
  }

  /** As {@link #show(Projection, Operand)}, of some rows. */
  public void show(Projection layers, Operand x, RowSelection rows) {
    if (observer.isPresent() && x.format().precision() == Precision.SPIKING) {
      observer.get().observe(layers, x, rows);
    }
  }

  /** Has an observer shown how the experts of its passes are used. */
  public void observeExperts(ExpertObserver expertObserver) {
    experts = Optional.of(expertObserver);
  }

  /** Shows an observer which experts of a layer the tokens go to. */
  public void show(MixtureOfExperts layer) {
    experts.ifPresent(observing -> observing.observe(layer, routing));
  }

  /** Where a layer notes which experts its tokens go to; the next one notes over it. */
  public Routing routing() {
    return routing;
  }

  /** Removes all runs. */
  public void clear() {
    runs.clear();
    tokens = 0;
  }

  /**
   * Appends a run: the next {@code count} tokens of the document whose state is {@code state}.
   *
   * @param source ids, from {@code from} on
   */
  public void append(ModelState state, int[] source, int from, int count) {
    System.arraycopy(source, from, ids, tokens, count);
    runs.add(new Run(state, tokens, count));
    tokens += count;
  }

  /** T, the tokens of all runs. */
  public int tokens() {
    return tokens;
  }

  /** The id of token {@code t} of the chunk. */
  public int id(int t) {
    return ids[t];
  }

  /** The runs, in the order of their rows. */
  public List<Run> runs() {
    return runs;
  }

  /**
   * Consecutive tokens of one document.
   *
   * @param state the document's state before them, advanced by the pass
   * @param first the chunk's row of the first
   * @param count how many
   */
  public record Run(ModelState state, int first, int count) {

    /** This run's rows of a matrix over the whole chunk. */
    public FloatMatrix of(FloatMatrix x) {
      return x.rows(first, count);
    }
  }
}
