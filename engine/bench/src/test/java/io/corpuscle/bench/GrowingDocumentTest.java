package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingDocumentTest {
  private static final GlaSwaConfig SHAPE =
      new GlaSwaConfig(256, 64, 2, List.of(1), 4, 2, 96, 64, 1e6, 1e-6f, false, "swish", false);

  private final List<Long> asked = new ArrayList<>();
  @TempDir private Path folder;
  private LanguageModel model;

  @BeforeEach
  void open() throws IOException {
    new RandomModel(SHAPE, 1).write(folder);
    model =
        new ModelAssembler(KernelSelection.onClassPath().choose("vector"), Precision.FLOAT32)
            .assemble(Checkpoint.open(folder));
  }

  @Test
  void aStretchIsReadOnceAndTheWholeIsTheSumOfItsStretches() {
    // A second passes whenever anybody looks: one a stretch, and one a token written.
    GrowingDocument document = document(ticking());

    GrowingDocument.Point first = document.growTo(320, Duration.ofSeconds(100));
    GrowingDocument.Point second = document.growTo(640, Duration.ofSeconds(100));

    assertThat(first.tokens()).isEqualTo(320);
    assertThat(first.firstTokenSeconds()).isEqualTo(1);
    // Ten tokens were written at 320: the stretch was one of 310, and is counted as one of 320.
    assertThat(second.firstTokenSeconds()).isCloseTo(1 + 320 / 310.0, within(1e-12));
    assertThat(second.tokenSeconds()).isEqualTo(1);
    assertThat(asked).hasSize(320 + 310).startsWith(0L, 1L).doesNotContain(320L, 329L);
    assertThat(asked).endsWith(639L);
  }

  @Test
  void aTokenIsWrittenHoweverShortTheTime() {
    GrowingDocument.Point point = document(ticking()).growTo(10, Duration.ZERO);

    assertThat(point.tokenSeconds()).isEqualTo(1);
    assertThat(GrowingDocument.room(10)).isEqualTo(11);
    assertThat(GrowingDocument.room(3200)).isEqualTo(3300);
  }

  @Test
  void aWarmUpIsForgotten() {
    GrowingDocument cold = document(System::nanoTime);
    GrowingDocument warm = document(ticking());
    warm.warmUp(200, Duration.ZERO);

    GrowingDocument.Point point = warm.growTo(128, Duration.ZERO);

    assertThat(point.firstTokenSeconds()).isEqualTo(1);
    assertThat(point.stateBytes())
        .isEqualTo(model.start().bytes())
        .isEqualTo(cold.growTo(128, Duration.ZERO).stateBytes());
    assertThat(point.scratchBytes()).isPositive();
  }

  @Test
  void aDocumentDoesNotShrink() {
    GrowingDocument document = document(System::nanoTime);
    document.growTo(128, Duration.ZERO);

    assertThatThrownBy(() -> document.growTo(129, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 129 tokens");
  }

  private GrowingDocument document(LongSupplier nanos) {
    return new GrowingDocument(
        model,
        position -> {
          asked.add(position);
          return (int) (position % 256);
        },
        nanos);
  }

  private static LongSupplier ticking() {
    long[] now = new long[1];
    return () -> now[0] += 1_000_000_000L;
  }
}
