package io.corpuscle.engine.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.SharedFiles;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsFile;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.state.MixerState;
import io.corpuscle.engine.state.RecurrentState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every provider owes the published code: its logits, surprises and final states. Needs {@code
 * ../shared/golden}. One subclass per provider.
 */
public abstract class GoldenContract {

  /** The kernels held to the reference results. */
  protected abstract Kernels kernels();

  @ParameterizedTest
  @ValueSource(strings = {"gla-swa-tiny", "gla-swa-gqa", "gla-swa-bf16-sharded"})
  void agreesWithThePublishedCode(String name) {
    Path golden = SharedFiles.shared("golden").resolve(name);
    Path expected = golden.resolve("expected.safetensors");

    Verification.Outcome outcome =
        new Verification(kernels(), Precision.FLOAT32).of(Checkpoint.open(golden), expected);

    assertThat(outcome.agreement().holds()).as("%s", outcome.agreement()).isTrue();
    assertThat(outcome.agreement().comparisons()).hasSize(2);
    finalStatesAgree(outcome, SafetensorsFile.open(expected));
  }

  @ParameterizedTest
  @CsvSource({"qwen2-base,2", "qwen2-base-tied,2", "moe-hybrid,3", "moe-hybrid-top2,3"})
  void agreesWithAnIndependentImplementation(String name, int comparisons) {
    Path golden = SharedFiles.shared("golden").resolve(name);

    Agreement agreement =
        new Verification(kernels(), Precision.FLOAT32)
            .of(Checkpoint.open(golden), golden.resolve("expected.safetensors"))
            .agreement();

    assertThat(agreement.holds()).as("%s", agreement).isTrue();
    assertThat(agreement.comparisons()).hasSize(comparisons);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "dna"})
  void theBundledModelsAgree(String name) {
    Path expected = SharedFiles.shared("golden/bundled-" + name + ".safetensors");

    for (Precision precision : precisions()) {
      Agreement agreement =
          new Verification(kernels(), precision)
              .of(Checkpoint.open(SharedFiles.bundledModel(name)), expected)
              .agreement();
      assertThat(agreement.holds()).as("%s: %s", precision, agreement).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"w8aspike-published", "w8aspike-all-linear"})
  void agreesWithPublishedSpikes(String name) {
    Path golden = SharedFiles.shared("golden").resolve(name);

    Agreement agreement =
        new Verification(kernels(), Precision.SPIKING)
            .of(Checkpoint.open(golden), golden.resolve("expected.safetensors"))
            .agreement();

    assertThat(agreement.holds()).as("%s", agreement).isTrue();
    // The means, two up to the first flip, and three statistics.
    assertThat(agreement.comparisons()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({"text,0.02", "dna,0.005"})
  void theBundledModelsSpikeAlikeWhateverTheirWindowsAreKeptIn(String name, double most) {
    Path expected = SharedFiles.shared("golden/bundled-" + name + ".safetensors");

    Agreement agreement =
        new Verification(kernels(), Precision.SPIKING, Optional.of(Precision.BFLOAT16))
            .of(Checkpoint.open(SharedFiles.bundledModel(name)), expected)
            .agreement();

    assertThat(agreement.comparisons()).hasSize(1);
    assertThat(agreement.comparisons().get(0).value()).as("%s", agreement).isLessThan(most);
  }

  /** The precisions in which the bundled models are read. */
  protected List<Precision> precisions() {
    return List.of(Precision.values());
  }

  /** Final states are stored repeated for every query head. */
  private static void finalStatesAgree(
      Verification.Outcome outcome, Map<String, StoredTensor> expected) {
    int compared = 0;
    for (int layer = 0; layer < outcome.state().layers().size(); layer++) {
      MixerState state = outcome.state().layers().get(layer);
      StoredTensor stored = expected.get("final_state.layer" + layer);
      if (state instanceof RecurrentState recurrent && stored != null) {
        agree(recurrent, stored.floats(), Math.toIntExact(stored.shape().get(0)));
        compared++;
      }
    }
    assertThat(compared).isPositive();
  }

  private static void agree(RecurrentState state, float[] expected, int heads) {
    int square = state.headDim() * state.headDim();
    double largest = 0;
    double difference = 0;
    for (int h = 0; h < heads; h++) {
      int at = state.at(h * state.kvHeads() / heads);
      for (int i = 0; i < square; i++) {
        largest = Math.max(largest, Math.abs(expected[h * square + i]));
        double delta = Math.abs((double) expected[h * square + i] - state.s()[at + i]);
        assertThat(delta).isNotNaN();
        difference = Math.max(difference, delta);
      }
    }
    assertThat(difference).isLessThanOrEqualTo(1e-5 * largest);
  }
}
