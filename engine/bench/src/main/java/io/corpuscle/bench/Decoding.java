package io.corpuscle.bench;

import io.corpuscle.bench.TokenReading.Scoring;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;

/**
 * A document that a model writes on, one token a step: each is the likeliest after those before it.
 */
public final class Decoding implements Steps {
  private final LanguageModel model;
  private final ModelState state;
  private final Workspace workspace = Workspace.create();
  private final Chunk chunk = new Chunk(1);
  private final FloatMatrix hidden;
  private final FloatMatrix logits;
  private final int[] last = new int[1];

  /** Writes on the document of which {@code state} is what was read. */
  public Decoding(LanguageModel model, ModelState state) {
    this.model = model;
    this.state = state;
    this.hidden = FloatMatrix.zeros(1, model.modelDim());
    this.logits = FloatMatrix.zeros(1, model.vocabulary());
  }

  /** A state with at least {@code behind} random tokens behind it. */
  public static ModelState read(LanguageModel model, long behind, int chunkTokens) {
    TokenReading reading = new TokenReading(model, Scoring.NONE, chunkTokens, 1);
    while (reading.position() < behind) {
      reading.next();
    }
    return reading.state();
  }

  @Override
  public long next() {
    chunk.clear();
    chunk.append(state, last, 0, 1);
    model.forward(chunk, hidden, workspace);
    model.logits(hidden, logits, workspace);
    float[] z = logits.array();
    int best = 0;
    for (int v = 1; v < z.length; v++) {
      if (z[v] > z[best]) {
        best = v;
      }
    }
    last[0] = best;
    return 1;
  }

  /** How many tokens lie behind the next one. */
  public long position() {
    return state.position();
  }

  /** What has to pass from memory to a core for one token, at least: all weights, and the state. */
  public static long bytesPerToken(LanguageModel model) {
    return model.bytes() + model.start().bytes();
  }
}
