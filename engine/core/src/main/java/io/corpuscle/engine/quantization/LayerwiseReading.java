package io.corpuscle.engine.quantization;

import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.model.Block;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.Embedding;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.ModelParts;
import io.corpuscle.engine.model.RmsNorm;
import io.corpuscle.engine.model.SpikeObserver;
import io.corpuscle.engine.state.MixerState;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads passages layer by layer instead of passage by passage: all of them through the first block,
 * then all through the second. So the weights of one block are in memory at a time, beside a hidden
 * state {@code [D]} of every token; the results are those of reading one passage after the other.
 * For one thread.
 */
final class LayerwiseReading {
  private static final int CHUNK_TOKENS = 512;

  private final Kernels kernels;
  private final ModelParts parts;
  private final Steps steps;
  private final Chunk chunk;
  private final Workspace workspace = Workspace.create();

  /** Is told of every block that all passages have gone through. */
  @FunctionalInterface
  interface Steps {
    void done(int blocks, int of);
  }

  /**
   * @param observer is shown the spikes of all layers
   */
  LayerwiseReading(
      Kernels kernels, ModelParts parts, Optional<SpikeObserver> observer, Steps steps) {
    this.chunk = new Chunk(CHUNK_TOKENS, observer);
    this.kernels = kernels;
    this.parts = parts;
    this.steps = steps;
  }

  /** Lets all passages pass through all blocks: their last hidden states, {@code [T, D]} each. */
  List<FloatMatrix> hidden(List<Passage> passages) {
    List<FloatMatrix> hidden = new ArrayList<>();
    for (Passage passage : passages) {
      requireRoom(passage);
      hidden.add(embedded(passage));
    }
    for (int n = 0; n < parts.layers(); n++) {
      forward(parts.block(n), passages, hidden);
      // Weights outside of the heap go when the collector finds that nobody refers to them. It has
      // no reason to look: on the heap they are a few bytes.
      System.gc();
      steps.done(n + 1, parts.layers());
    }
    return hidden;
  }

  private void forward(Block block, List<Passage> passages, List<FloatMatrix> hidden) {
    ModelState state = new ModelState(List.of(block.mixer().start()));
    for (int p = 0; p < passages.size(); p++) {
      state.reset();
      forward(block, passages.get(p), state, hidden.get(p));
    }
  }

  private void requireRoom(Passage passage) {
    if (passage.tokens() > parts.capacity().orElse(Integer.MAX_VALUE)) {
      throw new QuantizationException(
          "A passage has "
              + passage.tokens()
              + " tokens and the model has room for "
              + parts.capacity().getAsInt()
              + ". Sample fewer tokens, or more documents.");
    }
  }

  private FloatMatrix embedded(Passage passage) {
    Embedding embedding = parts.embedding();
    FloatMatrix x = FloatMatrix.zeros(passage.tokens(), embedding.table().inputs());
    // A state of no layers: tokens are looked up, nothing is remembered.
    ModelState none = new ModelState(List.<MixerState>of());
    for (int from = 0; from < passage.tokens(); from += CHUNK_TOKENS) {
      int count = fill(passage, from, none);
      embedding.into(chunk, x.rows(from, count));
    }
    return x;
  }

  private void forward(Block block, Passage passage, ModelState state, FloatMatrix x) {
    for (int from = 0; from < passage.tokens(); from += CHUNK_TOKENS) {
      int count = fill(passage, from, state);
      block.forward(chunk, 0, x.rows(from, count), workspace);
    }
  }

  private int fill(Passage passage, int from, ModelState state) {
    int count = Math.min(CHUNK_TOKENS, passage.tokens() - from);
    chunk.clear();
    chunk.append(state, passage.ids(), from, count);
    return count;
  }

  /** Σ −log₂ p of all tokens of the passages, the opening ones excepted. */
  double bits(List<Passage> passages) {
    List<FloatMatrix> hidden = hidden(passages);
    RmsNorm norm = parts.norm();
    // What is left of the model when its blocks are done.
    LanguageModel head =
        new LanguageModel(kernels, parts.embedding(), List.of(), norm, parts.head());
    double nats = 0;
    for (int p = 0; p < passages.size(); p++) {
      norm.into(hidden.get(p), hidden.get(p));
      nats += nats(head, passages.get(p), hidden.get(p));
    }
    return nats / Math.log(2);
  }

  private double nats(LanguageModel head, Passage passage, FloatMatrix hidden) {
    int[] targets = new int[CHUNK_TOKENS];
    float[] nll = new float[CHUNK_TOKENS];
    double nats = 0;
    int read = passage.tokens() - 1;
    for (int from = 0; from < read; from += CHUNK_TOKENS) {
      int count = Math.min(CHUNK_TOKENS, read - from);
      System.arraycopy(passage.ids(), from + 1, targets, 0, count);
      head.surprisal(chunk, hidden.rows(from, count), targets, nll, workspace);
      for (int t = 0; t < count; t++) {
        nats += nll[t];
      }
    }
    return nats;
  }
}
