package io.corpuscle.bench;

import io.corpuscle.engine.generation.Generator;
import io.corpuscle.engine.generation.Greedy;
import io.corpuscle.engine.generation.Sampler;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.LongToIntFunction;

/**
 * One document on one thread, read on from length to length, so that each costs only what is new,
 * and written on a little at each. For every model it is read in the chunks of a prompt.
 *
 * <p>What is written at a length stays: the next stretch is shorter by as many tokens, and its time
 * is counted as if it were not.
 */
public final class GrowingDocument {
  /** At most the part of a document that is written on at its end. */
  private static final int WRITTEN_PART = 32;

  /** Code has been compiled by the time that writing at so many lengths takes. */
  private static final int WARM_UPS = 5;

  private final LongToIntFunction ids;
  private final LongSupplier nanos;
  private final Generator generator;
  private final List<Sampler> sampler = List.of(new Greedy());
  private final List<ModelState> state;
  private final int[] token = new int[1];
  private long length;
  private double seconds;

  /**
   * What was measured at a length.
   *
   * @param tokens the length
   * @param firstTokenSeconds from the first token read to the logits of the one after the last
   * @param tokenSeconds a token that is written after it
   * @param stateBytes what is remembered of it
   * @param scratchBytes what it is worked with
   */
  public record Point(
      long tokens,
      double firstTokenSeconds,
      double tokenSeconds,
      long stateBytes,
      long scratchBytes) {}

  /**
   * A document of which nothing has been read.
   *
   * @param ids the token at each position
   * @param nanos the clock
   */
  public GrowingDocument(LanguageModel model, LongToIntFunction ids, LongSupplier nanos) {
    this.ids = ids;
    this.nanos = nanos;
    this.generator = new Generator(model, 1);
    this.state = List.of(model.start());
  }

  /** How many tokens there must be room for, to measure at a length. */
  public static long room(long tokens) {
    return tokens + Math.max(1, tokens / WRITTEN_PART);
  }

  /**
   * Reads and writes so many tokens over and over, so that code has been compiled, and forgets
   * them.
   *
   * @param writing how long to write at a length; this takes several times as long
   */
  public void warmUp(long tokens, Duration writing) {
    long start = System.nanoTime();
    do {
      growTo(tokens, writing);
      state.get(0).reset();
      length = 0;
      seconds = 0;
    } while (System.nanoTime() - start < WARM_UPS * writing.toNanos());
  }

  /**
   * Reads on to a length, and writes on for a while.
   *
   * @param tokens more than were read and written before
   * @param writing how long to write; at least one token is written, and at most a part of what was
   *     read
   */
  public Point growTo(long tokens, Duration writing) {
    long from = state.get(0).position();
    if (tokens <= from) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the document has %,d tokens and cannot shrink to %,d. Ask for the shorter first.",
              from,
              tokens));
    }
    int[] next = new int[Math.toIntExact(tokens - from)];
    for (int i = 0; i < next.length; i++) {
      next[i] = ids.applyAsInt(from + i);
    }
    long start = nanos.getAsLong();
    FloatMatrix logits = generator.prefill(state.get(0), next, 0, next.length);
    double stretch = (nanos.getAsLong() - start) / 1e9;
    seconds += stretch * (tokens - length) / next.length;
    length = tokens;
    token[0] = sampler.get(0).next(logits, 0);
    double tokenSeconds = write(Math.max(1, tokens / WRITTEN_PART), writing);
    return new Point(tokens, seconds, tokenSeconds, state.get(0).bytes(), generator.bytes());
  }

  private double write(long most, Duration writing) {
    long start = nanos.getAsLong();
    long now;
    long written = 0;
    do {
      generator.step(sampler, state, token);
      written++;
      now = nanos.getAsLong();
    } while (written < most && now - start < writing.toNanos());
    return (now - start) / 1e9 / written;
  }
}
