package io.corpuscle.bench;

import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Random;

/**
 * A document of random token ids without end, read chunk by chunk: what a model costs without a
 * tokenizer. A step is a chunk, counted in tokens.
 */
public final class TokenReading implements Steps {
  private static final int IDS = 1 << 16;

  private final LanguageModel model;
  private final Scoring scoring;
  private final int chunkTokens;
  private final Workspace workspace = Workspace.create();
  private final ModelState state;
  private final Chunk chunk;
  private final FloatMatrix hidden;
  private final int[] ids;
  private final int[] targets;
  private final float[] nll;
  private final float[] entropy;
  private int at;

  /** What is asked of the model beside the final hidden states. */
  public enum Scoring {
    /** Nothing: the head is not multiplied. */
    NONE,
    /** Surprisal of every token and entropy of every prediction. */
    EVERY_TOKEN
  }

  /**
   * Opens a document.
   *
   * @param seed what its tokens depend on
   */
  public TokenReading(LanguageModel model, Scoring scoring, int chunkTokens, long seed) {
    this.model = model;
    this.scoring = scoring;
    this.chunkTokens = chunkTokens;
    this.state = model.start();
    this.chunk = new Chunk(chunkTokens);
    this.hidden = FloatMatrix.zeros(chunkTokens, model.modelDim());
    this.ids = new Random(seed).ints(IDS, 0, model.vocabulary()).toArray();
    this.targets = new int[chunkTokens];
    this.nll = new float[chunkTokens];
    this.entropy = new float[chunkTokens];
  }

  @Override
  public long next() {
    if (at + chunkTokens >= ids.length) {
      at = 0;
    }
    chunk.clear();
    chunk.append(state, ids, at, chunkTokens);
    model.forward(chunk, hidden, workspace);
    if (scoring == Scoring.EVERY_TOKEN) {
      System.arraycopy(ids, at + 1, targets, 0, chunkTokens);
      model.surprisalAndEntropy(chunk, hidden, targets, nll, entropy, workspace);
    }
    at += chunkTokens;
    return chunkTokens;
  }

  /** How many tokens have been read. */
  public long position() {
    return state.position();
  }

  /** What is remembered of them. */
  ModelState state() {
    return state;
  }

  /** −log p of the last chunk's tokens, in nats; {@code [chunkTokens]}. */
  float[] nll() {
    return nll;
  }
}
