package io.corpuscle.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.SharedFiles;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsFile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpikeThresholdTest {

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "2.5", "3.0", "3.5", "4.0"})
  void countsAreThoseOfThePublishedCode(String k) {
    Map<String, StoredTensor> golden =
        SafetensorsFile.open(SharedFiles.shared("golden/int2spike.safetensors"));
    float[] x = golden.get("adaptive.input").floats();
    float[] thresholds = golden.get("adaptive.k" + k + ".threshold").floats();
    long[] counts = golden.get("adaptive.k" + k + ".counts").longs();
    int channels = x.length / thresholds.length;

    for (int t = 0; t < thresholds.length; t++) {
      float threshold = SpikeThreshold.of(x, t * channels, channels, Float.parseFloat(k));
      assertThat(threshold).isCloseTo(thresholds[t], within(1e-6f * thresholds[t]));
      for (int i = t * channels; i < (t + 1) * channels; i++) {
        assertThat((long) SpikeThreshold.count(x[i], threshold)).isEqualTo(counts[i]);
      }
    }
  }

  @Test
  void theThresholdIsTheMeanMagnitudeOverKWithinItsBounds() {
    assertThat(SpikeThreshold.of(new float[] {3, -6, 9, 0}, 0, 4, 3)).isEqualTo(1.5f);
    assertThat(SpikeThreshold.of(new float[] {0, 0}, 0, 2, 3)).isEqualTo(1e-5f);
    assertThat(SpikeThreshold.of(new float[] {1e9f, 1e9f}, 0, 2, 3)).isEqualTo(1e4f);
  }

  @Test
  void countsAreRoundedHalfToEven() {
    assertThat(SpikeThreshold.count(2.5f, 1)).isEqualTo(2);
    assertThat(SpikeThreshold.count(-3.5f, 1)).isEqualTo(-4);
  }
}
