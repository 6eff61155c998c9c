package io.corpuscle.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a document of four million tokens needs beside one of a hundred thousand: nothing. */
@Tag("full")
class LongDocumentTest {
  private static final int SHORT = 100_000;
  private static final int LONG = 4_000_000;
  private static final long NOISE = 1 << 20;

  @Test
  void memoryDoesNotGrowWithTheDocument(@TempDir Path directory) throws IOException {
    Engine engine =
        Engine.open(TinyModels.dna(directory, 1), EngineOptions.of("vector", KernelSelection.AUTO));
    ReadingOptions options = ReadingOptions.measuring(EnumSet.allOf(Measure.class));
    DocumentReader reader = engine.reader(options);
    try (DocumentReading reading = reader.open(new Bases(LONG))) {
      readTo(reading, SHORT);
      long state = reader.stateBytes();
      long heap = heapInUse();

      readTo(reading, LONG);

      assertThat(reading.totals().tokens()).isEqualTo(LONG);
      assertThat(reader.stateBytes()).isEqualTo(state);
      assertThat(heapInUse()).isLessThan(heap + NOISE);
    }
  }

  private static void readTo(DocumentReading reading, int tokens) throws IOException {
    while (reading.totals().tokens() < tokens) {
      assertThat(reading.next()).isPresent();
    }
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Random bases that exist only while they are read. */
  private static final class Bases extends InputStream {
    private final Random random = new Random(2);
    private int left;

    Bases(int count) {
      left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? "ACGT".charAt(random.nextInt(4)) : -1;
    }
  }
}
