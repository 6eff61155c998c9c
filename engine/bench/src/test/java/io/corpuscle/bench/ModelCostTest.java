package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against counts made by hand. */
class ModelCostTest {

  @Test
  void everyMultiplicationAndAdditionOfAModelSmallEnoughToCountByHand() {
    // D = 8, H = 4, G = 2, d = 2, F = 3, w = 5, vocabulary 10; a linear layer and a window.
    GlaSwaConfig config =
        new GlaSwaConfig(10, 8, 2, List.of(1), 4, 2, 3, 5, 1e4, 1e-6f, false, "swish", false);

    ModelCost cost = ModelCost.of(config, 1);

    // q 8·8, k 4·8, v 4·8, o 8·8, gate 3·8, up 3·8, down 8·3: 264 weights a layer, 528 in both.
    // The decay: 1·8 and 4·1 in the linear layer.
    assertThat(cost.projections()).isEqualTo(2 * (528 + 12));
    assertThat(cost.head()).isEqualTo(2 * 80);
    // Four heads, five keys: a score of two products and two sums, a value the same.
    assertThat(cost.attention()).isEqualTo(4 * 5 * (4 + 4));
    // Two S of 2·2: decayed, k·v, added. Four heads: S read with a product and a sum an entry.
    assertThat(cost.scan()).isEqualTo(2 * 4 * 3 + 4 * 4 * 2);
    assertThat(cost.products()).isEqualTo(1240);
    assertThat(cost.total()).isEqualTo(1240 + 160 + 56);
  }

  @Test
  void theBundledModels() {
    Path models = Path.of(System.getProperty("corpuscle.root")).resolve("data-samples/models");

    ModelCost text = ModelCost.of(Checkpoint.open(models.resolve("text")));
    ModelCost dna = ModelCost.of(Checkpoint.open(models.resolve("dna")));

    // text: 1,572,864 weights a layer in ten layers and 8,192 more in five; 3,145,728 in the head.
    assertThat(text.projections()).isEqualTo(2 * (15_728_640.0 + 40_960));
    assertThat(text.head()).isEqualTo(2 * 3_145_728.0);
    assertThat(text.attention()).isEqualTo(5 * 4 * 512 * 384.0);
    assertThat(text.scan()).isEqualTo(5 * (6 + 12) * 4096.0);
    // dna: 737,280 a layer in six and 6,144 more in three; 4,096 in the head.
    assertThat(dna.projections()).isEqualTo(2 * (4_423_680.0 + 18_432));
    assertThat(dna.head()).isEqualTo(2 * 4_096.0);
    assertThat(dna.attention()).isEqualTo(3 * 4 * 512 * 256.0);
    assertThat(dna.scan()).isEqualTo(3 * (6 + 8) * 4096.0);
  }

  @Test
  void theHalfBillionShape() {
    ModelCost cost = ModelCost.of(RandomModel.HALF_BILLION, 16);

    // q, o 896²; k, v 128·896; three matrices 4864·896: 14,909,440 weights a layer. The decay:
    // 16·896 + 128·16 = 16,384 in twelve layers.
    assertThat(cost.projections()).isEqualTo(2 * (24 * 14_909_440.0 + 12 * 16_384));
    assertThat(cost.head()).isEqualTo(2 * 136_134_656.0);
    assertThat(cost.attention()).isEqualTo(12 * 4 * 4096 * 896.0);
    assertThat(cost.scan()).isEqualTo(12 * (6 + 28) * 4096.0);
  }
}
