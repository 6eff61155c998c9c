package io.corpuscle.bench;

import io.corpuscle.bench.TokenReading.Scoring;
import io.corpuscle.engine.generation.Generator;
import io.corpuscle.engine.generation.Greedy;
import io.corpuscle.engine.generation.Sampler;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.state.ModelState;
import java.util.List;

/**
 * A document that a model writes on, one token a step: each is the likeliest after those before it.
 */
public final class Decoding implements Steps {
  private final Generator generator;
  private final List<ModelState> state;
  private final List<Sampler> sampler = List.of(new Greedy());
  private final int[] token = new int[1];

  /** Writes on the document of which {@code state} is what was read. */
  public Decoding(LanguageModel model, ModelState state) {
    this.generator = new Generator(model, 1);
    this.state = List.of(state);
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
    generator.step(sampler, state, token);
    return 1;
  }

  /** How many tokens lie behind the next one. */
  public long position() {
    return state.get(0).position();
  }

  /** What has to pass from memory to a core for one token, at least: all weights, and the state. */
  public static long bytesPerToken(LanguageModel model) {
    return model.bytes() + model.start().bytes();
  }
}
