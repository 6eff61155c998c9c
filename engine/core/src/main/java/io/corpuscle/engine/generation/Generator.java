package io.corpuscle.engine.generation;

import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.List;
import java.util.Locale;

/**
 * Writes documents on, token by token. n documents that step together share their matrix products,
 * which then have n rows, and nothing else: each gets the bits it would get alone. Used by one
 * thread.
 *
 * <pre>{@code
 * Generator generator = new Generator(model, 1);
 * Sampler sampler = new Greedy();
 * ModelState state = model.start();
 * int[] token = {sampler.next(generator.prefill(state, prompt, 0, prompt.length), 0)};
 * while (token[0] != end) {
 *   // token[0] is the document's next id
 *   generator.step(List.of(sampler), List.of(state), token);
 * }
 * }</pre>
 */
public final class Generator {
  /** Tokens that go through the model together before the first step. */
  private static final int PREFILL_TOKENS = 512;

  private final LanguageModel model;
  private final int capacity;
  private final Workspace workspace = Workspace.create();
  private final Chunk chunk;
  private final FloatMatrix logits;

  /**
   * A generator with its own scratch memory.
   *
   * @param capacity how many documents may step together, at least 1
   */
  public Generator(LanguageModel model, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "capacity is " + capacity + ". At least one document must fit into a step.");
    }
    this.model = model;
    this.capacity = capacity;
    this.chunk = new Chunk(Math.max(PREFILL_TOKENS, capacity));
    this.logits = FloatMatrix.zeros(capacity, model.vocabulary());
  }

  /**
   * Reads the next {@code count} tokens of a document in chunks, which is how a prompt is read.
   *
   * @param ids the tokens, from {@code from} on
   * @param count at least 1
   * @param state advanced by {@code count} tokens
   * @return the logits of the token after them, {@code [1, V]}, valid until the next call
   */
  public FloatMatrix prefill(ModelState state, int[] ids, int from, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "count is " + count + ". Logits follow a token: begin with the model's first one.");
    }
    FloatMatrix z = logits.rows(0, 1);
    int end = from + count;
    for (int at = from; at < end; at += chunk.tokens()) {
      // Chunks end at absolute positions, so that kernels add in the same order as one reading
      // from the beginning would.
      int room = PREFILL_TOKENS - (int) (state.position() % PREFILL_TOKENS);
      chunk.clear();
      chunk.append(state, ids, at, Math.min(room, end - at));
      try (Workspace.Frame frame = workspace.open()) {
        FloatMatrix hidden = frame.matrix(chunk.tokens(), model.modelDim());
        model.forward(chunk, hidden, workspace);
        if (at + chunk.tokens() == end) {
          model.logits(hidden.rows(chunk.tokens() - 1, 1), z, workspace);
        }
      }
    }
    return z;
  }

  /**
   * Reads one more token of each of n documents.
   *
   * @param tokens the documents' next ids, {@code [n]}; entries beyond n are ignored
   * @param states of n different documents, n ≤ capacity; each advanced by one token
   * @return the logits of the tokens after them, {@code [n, V]}, valid until the next call
   */
  public FloatMatrix step(int[] tokens, List<ModelState> states) {
    demandRoom(states);
    chunk.clear();
    for (int s = 0; s < states.size(); s++) {
      chunk.append(states.get(s), tokens, s, 1);
    }
    FloatMatrix z = logits.rows(0, states.size());
    try (Workspace.Frame frame = workspace.open()) {
      FloatMatrix hidden = frame.matrix(states.size(), model.modelDim());
      model.forward(chunk, hidden, workspace);
      model.logits(hidden, z, workspace);
    }
    return z;
  }

  /**
   * As {@link #step(int[], List)}, and chooses the tokens that come after.
   *
   * @param samplers the documents' samplers, n
   * @param states of n different documents, n ≤ capacity; each advanced by one token
   * @param tokens the documents' next ids on entry, and those after them on return, {@code [n]}
   */
  public void step(List<Sampler> samplers, List<ModelState> states, int[] tokens) {
    if (samplers.size() != states.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d samplers for %d documents. Each document has its own.",
              samplers.size(),
              states.size()));
    }
    FloatMatrix z = step(tokens, states);
    for (int s = 0; s < samplers.size(); s++) {
      tokens[s] = samplers.get(s).next(z, s);
    }
  }

  /** Size of the scratch memory and the logits; fixed after the first step. */
  public long bytes() {
    return workspace.bytes() + (long) Float.BYTES * logits.array().length;
  }

  private void demandRoom(List<ModelState> states) {
    if (states.isEmpty() || states.size() > capacity) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d documents in a step of a generator made for 1 to %d. Raise its capacity, or step"
                  + " them one part after the other.",
              states.size(),
              capacity));
    }
    for (int s = 1; s < states.size(); s++) {
      for (int other = 0; other < s; other++) {
        // Two runs of one state would both take the position of the first.
        if (states.get(s) == states.get(other)) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "documents %d and %d of a step have the same state. Each needs its own.",
                  other,
                  s));
        }
      }
    }
  }
}
