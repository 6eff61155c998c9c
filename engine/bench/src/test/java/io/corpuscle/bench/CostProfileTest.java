package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.bench.CostProfile.Limit;
import io.corpuscle.bench.CostProfile.Line;
import io.corpuscle.bench.Rate.Span;
import io.corpuscle.bench.TokenReading.Scoring;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostProfileTest {
  private static final GlaSwaConfig SHAPE =
      new GlaSwaConfig(
          256, 128, 4, List.of(1, 3), 4, 2, 192, 64, 1e6, 1e-6f, false, "swish", false);

  private final Kernels vector = KernelSelection.onClassPath().choose("vector");
  private final CostProfile profile = new CostProfile();
  @TempDir private Path folder;

  @Test
  void whatTheKernelsDidIsWhatTheModelCosts() throws IOException {
    Subject subject = read(Precision.INT8);
    ModelCost cost = subject.cost();

    // All of it is in kernels' lines, by what limits it; the decay's second product is float32.
    double decay = 2 * 2 * RandomModel.DECAY_RANK * 64;
    assertThat(work(Limit.INT8)).isCloseTo(cost.products() - decay, within(1.0));
    assertThat(work(Limit.FLOAT32)).isCloseTo(cost.attention() + cost.scan() + decay, within(1.0));
    assertThat(work(Limit.BFLOAT16)).isZero();
    assertThat(work("gatedLinearScan")).isCloseTo(cost.scan(), within(1.0));
    assertThat(work("windowAttention")).isCloseTo(cost.attention(), within(1.0));
    assertThat(work("surprisalAndEntropy")).isCloseTo(cost.head(), within(1.0));
  }

  @Test
  void theSumOfThePartsIsNotMoreThanTheWhole() throws IOException {
    read(Precision.FLOAT32);

    double parts = profile.lines().stream().mapToDouble(Line::microseconds).sum();

    assertThat(profile.lines())
        .isSortedAccordingTo((a, b) -> Double.compare(b.microseconds(), a.microseconds()));
    assertThat(parts).isPositive().isLessThanOrEqualTo(profile.microseconds());
    assertThat(parts).isGreaterThan(0.25 * profile.microseconds());
  }

  @Test
  void nothingCountsBeforeItIsWarm() throws IOException {
    Subject subject = subject(profile.timing(vector), Precision.FLOAT32);
    subject.reading().get().next();

    assertThat(profile.lines()).isEmpty();
  }

  @Test
  void watchedKernelsGiveTheSameBits() throws IOException {
    new RandomModel(SHAPE, 2).write(folder);
    TokenReading bare = reading(vector);
    TokenReading watched = reading(profile.timing(vector));
    for (int chunk = 0; chunk < 3; chunk++) {
      bare.next();
      watched.next();
    }

    assertThat(bare.nll()[127]).isPositive();
    assertThat(watched.nll()).isEqualTo(bare.nll());
  }

  @Test
  void keysAreCountedAsTheWindowFills() {
    assertThat(TimedKernels.keys(0, 3, 64)).isEqualTo(1 + 2 + 3);
    assertThat(TimedKernels.keys(62, 4, 64)).isEqualTo(63 + 64 + 64 + 64);
    assertThat(TimedKernels.keys(5_000_000_000L, 2, 4096)).isEqualTo(2 * 4096);
  }

  private Subject read(Precision precision) throws IOException {
    Subject subject = subject(profile.timing(vector), precision);
    Span span = new Span(Duration.ZERO, subject.warmUpTokens(), Duration.ofMillis(200));
    Rate.of(profile.whole(subject.reading()), 2, span);
    return subject;
  }

  private Subject subject(Kernels kernels, Precision precision) throws IOException {
    new RandomModel(SHAPE, 1).write(folder);
    return Subject.ofTokens(folder, kernels, precision, Scoring.EVERY_TOKEN);
  }

  private TokenReading reading(Kernels kernels) {
    LanguageModel model =
        new ModelAssembler(kernels, Precision.INT8).assemble(Checkpoint.open(folder));
    return new TokenReading(model, Scoring.EVERY_TOKEN, 128, 3);
  }

  private double work(Limit limit) {
    return profile.lines().stream()
        .filter(line -> line.call().limit() == limit)
        .mapToDouble(Line::work)
        .sum();
  }

  private double work(String kernel) {
    return profile.lines().stream()
        .filter(line -> line.call().kernel().equals(kernel))
        .mapToDouble(Line::work)
        .sum();
  }
}
