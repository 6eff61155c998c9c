package io.corpuscle.jobs.memory;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.state.ModelState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What reading with a model takes of memory.
 *
 * @param model its name, as the configuration has it
 * @param weights once a JVM
 * @param scratch what a task computes in
 * @param state what is remembered of a document that is open; of one whose state grows with it,
 *     what it begins with, for how long documents will be is not known
 */
public record ModelFootprint(
    String model, MemoryBytes weights, MemoryBytes scratch, MemoryBytes state) {
  /** Letters that every model knows. */
  private static final String SAMPLE = "ACGT";

  /** No model here has tokens that are longer. */
  private static final int BYTES_PER_TOKEN = 16;

  /**
   * Reads a chunk of a text with it, for scratch memory is what a chunk takes.
   *
   * @param options how documents will be read
   */
  public static ModelFootprint of(String model, Engine engine, ReadingOptions options) {
    ModelState state = engine.model().start();
    long weights = engine.model().bytes();
    return new ModelFootprint(
        model,
        new MemoryBytes(weights - engine.nativeBytes(), 0, engine.nativeBytes()),
        scratch(engine, options),
        split(state.bytes(), state.directBytes()));
  }

  private static MemoryBytes scratch(Engine engine, ReadingOptions options) {
    int chunk = options.chunkTokens();
    DocumentReader reader = engine.reader(new ReadingOptions(chunk, chunk, 1, options.measures()));
    byte[] text =
        SAMPLE.repeat(chunk * BYTES_PER_TOKEN / SAMPLE.length()).getBytes(StandardCharsets.UTF_8);
    try (DocumentReading reading = reader.open(new ByteArrayInputStream(text))) {
      reading.next();
    } catch (IOException e) {
      throw new UncheckedIOException("A text in memory cannot be read", e);
    }
    return split(reader.scratchBytes(), reader.directScratchBytes());
  }

  private static MemoryBytes split(long all, long direct) {
    return new MemoryBytes(all - direct, direct, 0);
  }
}
