package io.corpuscle.jobs.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is foretold of a reading, beside what a reading then has. */
class ModelFootprintTest {
  private static final ReadingOptions OPTIONS =
      new ReadingOptions(100, 128, 4, Set.of(Measure.SURPRISAL, Measure.EMBEDDING));

  @TempDir private Path folder;

  @Test
  void aReadingTakesWhatWasForetold() throws IOException {
    Engine engine = engine("vector");

    ModelFootprint foretold = ModelFootprint.of("tiny", engine, OPTIONS);

    DocumentReader reader = engine.reader(OPTIONS);
    read(reader, "GATTACA".repeat(1_000));
    assertThat(all(foretold.scratch())).isEqualTo(reader.scratchBytes()).isPositive();
    assertThat(all(foretold.state())).isEqualTo(reader.stateBytes()).isPositive();
    assertThat(foretold.scratch().direct()).isEqualTo(reader.directScratchBytes());
    assertThat(foretold.weights())
        .isEqualTo(new MemoryBytes(engine.model().bytes(), 0, 0))
        .satisfies(weights -> assertThat(weights.heap()).isPositive());
  }

  @Test
  void weightsAndWindowsOfNativeKernelsAreOutsideOfTheHeap() throws IOException {
    assumeTrue(KernelSelection.onClassPath().choose(KernelSelection.AUTO).name().equals("onednn"));
    Engine engine = engine("onednn");

    ModelFootprint foretold = ModelFootprint.of("tiny", engine, OPTIONS);

    assertThat(foretold.weights()).isEqualTo(new MemoryBytes(0, 0, engine.model().bytes()));
    assertThat(foretold.scratch().direct()).isPositive();
    assertThat(all(foretold.state())).isEqualTo(engine.model().start().bytes());
  }

  private Engine engine(String kernels) throws IOException {
    return Engine.open(
        TinyModels.dna(folder.resolve("tiny"), 5), EngineOptions.of(kernels, "bfloat16"));
  }

  private static void read(DocumentReader reader, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (DocumentReading reading = reader.open(new ByteArrayInputStream(bytes))) {
      while (reading.next().isPresent()) {}
    }
  }

  private static long all(MemoryBytes bytes) {
    return bytes.heap() + bytes.direct() + bytes.other();
  }
}
