package io.corpuscle.engine.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.tensor.FloatMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MomentKernelsTest {
  private static final String LAYER = "model.layers.0.";
  private static final int D = 32;
  private static final int F = 48;

  private final Kernels kernels = KernelSelection.onClassPath().choose("reference");
  private final InputMoments moments = new InputMoments();
  private final List<Passage> passages =
      List.of(Passages.random(90, 1), Passages.random(30, 2), Passages.random(600, 3));
  private Checkpoint checkpoint;
  @TempDir private Path folder;

  @BeforeEach
  void open() throws IOException {
    checkpoint = Checkpoint.open(TinyModels.dna(folder, 5));
  }

  private List<FloatMatrix> read(Kernels reading) {
    return new LayerwiseReading(
            reading,
            new ModelAssembler(reading, Precision.FLOAT32).parts(checkpoint),
            Optional.empty(),
            (n, of) -> {})
        .hidden(passages);
  }

  @Test
  void lookingChangesNothingButTheLastDigits() {
    List<FloatMatrix> plain = read(kernels);
    List<FloatMatrix> watched = read(new MomentKernels(kernels, moments));

    for (int p = 0; p < plain.size(); p++) {
      for (int t = 0; t < plain.get(p).rows(); t++) {
        for (int i = 0; i < D; i++) {
          assertThat(watched.get(p).get(t, i)).isFinite();
          assertThat(watched.get(p).get(t, i)).isCloseTo(plain.get(p).get(t, i), within(1e-4f));
        }
      }
    }
  }

  /** The first layer's queries multiply normalised embeddings, which can be computed by hand. */
  @Test
  void theFirstInputsAreNormalisedEmbeddings() {
    read(new MomentKernels(kernels, moments));
    float[] table = checkpoint.tensor("model.embeddings.weight").floats();
    float[] gain = checkpoint.tensor(LAYER + "attn_norm.weight").floats();
    double[] squares = new double[D];
    int rows = 0;
    for (Passage passage : passages) {
      for (int id : passage.ids()) {
        double mean = 1e-6;
        for (int i = 0; i < D; i++) {
          mean += table[id * D + i] * table[id * D + i] / (double) D;
        }
        for (int i = 0; i < D; i++) {
          squares[i] += Math.pow(gain[i] * table[id * D + i], 2) / mean;
        }
        rows++;
      }
    }

    float[] q = moments.means(LAYER + "attn.q_proj.weight").orElseThrow();
    for (int i = 0; i < D; i++) {
      assertThat((double) q[i])
          .isCloseTo(squares[i] / rows, within(1e-5 * (1 + squares[i] / rows)));
    }
  }

  @Test
  void layersThatShareAnInputShareItsMoments() {
    read(new MomentKernels(kernels, moments));

    float[] q = moments.means(LAYER + "attn.q_proj.weight").orElseThrow();
    for (String same : List.of("attn.k_proj", "attn.v_proj", "attn.gk_proj.0")) {
      assertThat(moments.means(LAYER + same + ".weight").orElseThrow()).containsExactly(q);
    }
    assertThat(moments.means(LAYER + "mlp.up_proj.weight").orElseThrow())
        .containsExactly(moments.means(LAYER + "mlp.gate_proj.weight").orElseThrow())
        .hasSize(D)
        .isNotEqualTo(q);
  }

  /**
   * What {@code down_proj} multiplies is never seen by a reader: it is made between two products.
   */
  @Test
  void theGatedHalfOfAFeedForwardIsSeenToo() {
    read(new MomentKernels(kernels, moments));

    float[] down = moments.means(LAYER + "mlp.down_proj.weight").orElseThrow();

    assertThat(down).hasSize(F);
    for (float moment : down) {
      assertThat(moment).isFinite().isPositive();
    }
    assertThat(moments.means("lm_head.weight")).isEmpty();
  }
}
