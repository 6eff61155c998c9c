package io.corpuscle.engine.reading;

import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.Projection;
import io.corpuscle.engine.model.feedforward.MixtureOfExperts;
import io.corpuscle.engine.model.feedforward.Routing;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One chunk after the other on its way through the model, made of runs of documents: the products
 * of a pass are over all its rows, whoever they belong to, and so is the scoring. Keeps the states
 * of documents that have ended for those that begin.
 */
final class ReadingPass {
  private final LanguageModel model;
  private final ReadingOptions options;
  private final Workspace workspace = Workspace.create();
  private final Deque<ModelState> spare = new ArrayDeque<>();
  private final List<ModelState> states = new ArrayList<>();

  private final List<Part> parts = new ArrayList<>();
  private final Chunk chunk;
  private final int[] targets;
  private final float[] nll;
  private final float[] entropy;
  private int rows;

  /** A document's rows. */
  private record Part(OpenDocument document, int first, int count) {}

  ReadingPass(LanguageModel model, ReadingOptions options) {
    this.model = model;
    this.options = options;
    this.chunk =
        new Chunk(
            options.chunkTokens(),
            options.measures().contains(Measure.SPIKES)
                ? Optional.of(this::observe)
                : Optional.empty());
    if (options.measures().contains(Measure.EXPERTS)) {
      chunk.observeExperts(this::observe);
    }
    this.targets = new int[options.chunkTokens()];
    this.nll = new float[options.chunkTokens()];
    this.entropy = new float[options.chunkTokens()];
  }

  LanguageModel model() {
    return model;
  }

  /** How many more tokens the chunk has room for. */
  int room() {
    return options.chunkTokens() - rows;
  }

  /** Gives the chunk a document's next {@code count} tokens. */
  void add(OpenDocument document, int count) {
    // Where nothing is measured, tokens are only counted.
    if (!options.measures().isEmpty()) {
      if (document.state().isEmpty()) {
        document.begin(fresh());
      }
      document.append(count, chunk);
      document.targets(count, targets, rows);
    }
    parts.add(new Part(document, rows, count));
    rows += count;
  }

  /** A state of nothing read, until it is released with its document. */
  ModelState fresh() {
    if (spare.isEmpty()) {
      ModelState state = model.start();
      states.add(state);
      return state;
    }
    ModelState state = spare.remove();
    state.reset();
    return state;
  }

  /** Runs the chunk, if there is anything in it, and counts its tokens as read. */
  void run() {
    try {
      long started = System.nanoTime();
      forward();
      long nanos = System.nanoTime() - started;
      for (Part part : parts) {
        part.document().spend(nanos * part.count() / rows);
      }
    } finally {
      parts.clear();
      chunk.clear();
      rows = 0;
    }
  }

  private void observe(Projection layers, Operand x, RowSelection rows) {
    for (Part part : parts) {
      part.document().addSpikes(layers, x, rows, part.first(), part.count());
    }
  }

  private void observe(MixtureOfExperts layer, Routing routing) {
    for (Part part : parts) {
      part.document().addExperts(layer, routing, part.first(), part.count());
    }
  }

  private void forward() {
    try (Workspace.Frame frame = workspace.open()) {
      FloatMatrix hidden = frame.matrix(rows, model.modelDim());
      if (chunk.tokens() > 0) {
        model.forward(chunk, hidden, workspace);
        score(hidden);
      }
      for (Part part : parts) {
        FloatMatrix own = hidden.rows(part.first(), part.count());
        part.document().advance(part.count(), own, nll, entropy, part.first());
      }
    }
  }

  /** How surprising the token after each row is, also where none comes and nobody asks. */
  private void score(FloatMatrix hidden) {
    if (options.measures().contains(Measure.ENTROPY)) {
      model.surprisalAndEntropy(chunk, hidden, targets, nll, entropy, workspace);
    } else if (options.measures().contains(Measure.SURPRISAL)) {
      model.surprisal(chunk, hidden, targets, nll, workspace);
    } else if (options.measures().contains(Measure.SPIKES)) {
      // The head spikes too, whoever asks what else.
      model.showHead(chunk, hidden, workspace);
    }
  }

  /** Keeps the state of a document that is not read on. */
  void release(OpenDocument document) {
    document.release().ifPresent(spare::add);
  }

  /** Size of the states, in use and spare. */
  long stateBytes() {
    return states.stream().mapToLong(ModelState::bytes).sum();
  }

  /** Size of the scratch memory; fixed after a chunk. */
  long scratchBytes() {
    return workspace.bytes();
  }

  /** How much of that is outside of the Java heap. */
  long directScratchBytes() {
    return workspace.directBytes();
  }
}
