package io.corpuscle.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose state grows say for how much it has room. */
class CapacityTest {
  private static final int POSITIONS = 1000;

  @TempDir private Path directory;
  private Engine engine;

  @BeforeEach
  void open() throws IOException {
    TinyModels.qwen2(directory, POSITIONS, 1);
    engine = Engine.open(directory, EngineOptions.of("reference", "auto"));
  }

  private DocumentReading reading(int bases) {
    ReadingOptions options = new ReadingOptions(100, 64, 1, Set.of(Measure.SURPRISAL));
    byte[] text = "ACGT".repeat(bases / 4).getBytes(StandardCharsets.US_ASCII);
    return engine.reader(options).open(new ByteArrayInputStream(text));
  }

  @Test
  void aDocumentThatFillsTheStateIsRead() throws IOException {
    // 996 bases and the control token.
    try (DocumentReading reading = reading(996)) {
      int windows = 0;
      while (reading.next().isPresent()) {
        windows++;
      }
      assertThat(windows).isEqualTo(10);
      assertThat(reading.totals().tokens()).isEqualTo(996);
    }
  }

  @Test
  void aLongerOneIsRefusedWithTheCapacityItWouldNeed() throws IOException {
    try (DocumentReading reading = reading(60_000)) {
      assertThatThrownBy(
              () -> {
                Optional<WindowResult> window = reading.next();
                while (window.isPresent()) {
                  window = reading.next();
                }
              })
          .isInstanceOf(DocumentException.class)
          .hasMessageContaining("60,001 tokens")
          .hasMessageContaining("room for 1,000")
          .satisfies(e -> assertThat(((DocumentException) e).fault()).isEqualTo(Fault.CAPACITY));
      // A fault after whole windows: those are told.
      assertThat(reading.totals().windows()).isEqualTo(9);
    }
  }
}
