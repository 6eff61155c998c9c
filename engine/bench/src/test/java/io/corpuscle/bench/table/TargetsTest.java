package io.corpuscle.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.kernel.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TargetsTest {

  @Test
  void whatIsNotAskedForIsTheDefault() {
    Arguments arguments = Arguments.of(List.of("precision=float32", "behind=10,2000000000000"));

    assertThat(arguments.precision()).isEqualTo(Precision.FLOAT32);
    assertThat(arguments.behind("1")).containsExactly(10L, 2_000_000_000_000L);
    assertThat(arguments.models("a,b")).containsExactly("a", "b");
    assertThat(arguments.seconds(1.5)).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertThatThrownBy(() -> Arguments.of(List.of("speed=high"))).hasMessageContaining("'speed'");
    assertThatThrownBy(() -> Arguments.of(List.of("fast"))).hasMessageContaining("'fast'");
    assertThatThrownBy(() -> Targets.main("colour")).hasMessageContaining("'colour'");
    assertThatThrownBy(Targets::main).hasMessageContaining("products");
  }

  @Test
  void medians() {
    assertThat(Scaling.median(new double[] {3, 1, 2})).isEqualTo(2);
    assertThat(Scaling.median(new double[] {4, 1, 2, 3})).isEqualTo(2.5);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void residentMemoryHoldsWhatWasTouched() throws IOException {
    ByteBuffer touched = ByteBuffer.allocateDirect(1 << 26);
    for (int i = 0; i < touched.capacity(); i += 1024) {
      touched.put(i, (byte) 1);
    }

    ResidentMemory after = ResidentMemory.now();
    // Not what it grew by: a collector gives memory back when it likes.
    assertThat(after.anonymous()).isBetween(1L << 26, 1L << 34);
    assertThat(after.total()).isEqualTo(after.anonymous() + after.files());
    assertThat(touched.get(0)).isOne();
  }
}
