package io.corpuscle.jobs.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.reading.LayerSpikes;
import io.corpuscle.engine.spike.SpikeTally;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerLineTest {

  @Test
  void inputsOfOnePlaceAreOneLineOverTheLayers() {
    List<LayerSpikes> layers = new ArrayList<>();
    SpikeTally first = input(layers, "model.layers.0.attn.", "q_proj", "k_proj", "gk_proj.0");
    SpikeTally down0 = input(layers, "model.layers.0.mlp.", "down_proj");
    SpikeTally second = input(layers, "model.layers.1.attn.", "q_proj", "k_proj");
    SpikeTally down1 = input(layers, "model.layers.1.mlp.", "down_proj");
    SpikeTally head = input(layers, "", "lm_head");

    assertThat(LayerLine.depth(layers)).isEqualTo(2);
    assertThat(LayerLine.of(layers))
        .containsExactly(
            new LayerLine(
                "q, k, gk.0",
                List.of(new LayerLine.Point(0, first), new LayerLine.Point(1, second))),
            new LayerLine(
                "down", List.of(new LayerLine.Point(0, down0), new LayerLine.Point(1, down1))),
            new LayerLine("lm_head", List.of(new LayerLine.Point(2, head))));
  }

  @Test
  void layersBeyondTheTenthAreOrderedAsTheModelIs() {
    List<LayerSpikes> layers = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      input(layers, "model.layers." + n + ".mlp.", "down_proj");
    }

    assertThat(LayerLine.of(layers).get(0).points())
        .extracting(LayerLine.Point::depth)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  }

  /** Linear layers that share an input, and its tally. */
  private static SpikeTally input(List<LayerSpikes> layers, String prefix, String... names) {
    SpikeTally tally = new SpikeTally();
    for (String name : names) {
      layers.add(new LayerSpikes(new LinearLayer(prefix + name, 4), tally));
    }
    return tally;
  }
}
