package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.bench.Product.Part;
import io.corpuscle.bench.Rate.Span;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CeilingsTest {
  private static final Span SHORT = new Span(Duration.ofMillis(300), 0, Duration.ofMillis(200));

  private static final GlaSwaConfig SMALL =
      new GlaSwaConfig(
          5000, 128, 4, List.of(1, 3), 4, 2, 192, 64, 1e6, 1e-6f, false, "swish", false);

  private final Kernels kernels = KernelSelection.onClassPath().choose("vector");

  @Test
  void everyPrecisionHasOneAndNoProductPassesIt() {
    Ceilings ceilings = Ceilings.probe(kernels, 2, Duration.ofMillis(40));

    assertThat(ceilings.products()).containsOnlyKeys(Precision.values());
    assertThat(ceilings.products().values())
        .allSatisfy(ceiling -> assertThat(ceiling.oneThread()).isGreaterThan(1e8));
    PackedMatrix w = kernels.pack(new RandomRows(384, 512), new float[384], Precision.FLOAT32);
    Rate rate = Rate.of(() -> new Product(kernels, Part.WHOLE, 128, List.of(w)), 2, SHORT);
    // Multiply-adds on registers alone: a margin for a machine that others use too.
    assertThat(rate.perSecond()).isLessThan(1.5 * ceilings.of(Precision.FLOAT32).allThreads());
  }

  @ParameterizedTest
  @EnumSource
  void aProductCountsWhatItMultiplies(Part part) {
    PackedMatrix a = kernels.pack(new RandomRows(32, 64), new float[32], Precision.INT8);
    PackedMatrix b = kernels.pack(new RandomRows(16, 64), new float[16], Precision.INT8);
    PackedMatrix c = kernels.pack(new RandomRows(64, 32), new float[64], Precision.INT8);

    Product product = new Product(kernels, part, 8, List.of(a, b, c));

    assertThat(product.next()).isEqualTo(2 * 8 * (32 * 64 + 16 * 64 + 64 * 32));
  }

  @Test
  void aModelsProductsAreThoseItsCostCounts() {
    ModelCost cost = ModelCost.of(SMALL, 16);

    ModelProducts products = new ModelProducts(kernels, Precision.INT8, SMALL, 16);

    // All but the decay's second product, 64 × 16 in each of two linear layers.
    long weights =
        products.inOrder().stream().mapToLong(w -> (long) w.inputs() * w.outputs()).sum();
    assertThat(2.0 * weights).isEqualTo(cost.products() - 2 * 2 * 64 * 16);
    // 5000 outputs are nine blocks of 512 and the rest.
    assertThat(products.byRole().get("head, 5000 × 128"))
        .hasSize(10)
        .last()
        .satisfies(w -> assertThat(w.outputs()).isEqualTo(5000 - 9 * 512));
  }

  @Test
  void readingMemoryCountsItsBytes() {
    MemoryRead read = new MemoryRead(1 << 20);

    assertThat(read.next()).isEqualTo(1 << 20);
    assertThat(read.next()).isEqualTo(1 << 20);
  }
}
