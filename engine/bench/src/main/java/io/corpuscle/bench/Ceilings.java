package io.corpuscle.bench;

import io.corpuscle.bench.Product.Part;
import io.corpuscle.bench.Rate.Span;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * What this machine can do at most, as far as the fastest kernels here can show it: the best of
 * some matrix products of good shapes, and for float32 also multiply-adds on registers alone. Time
 * counts while a thread has a processor, so that others on the machine do not lower a limit.
 *
 * @param kernels whose products they are
 * @param threads how many threads are all
 * @param products operations a second, by what is multiplied
 */
public record Ceilings(String kernels, int threads, Map<Precision, Ceiling> products) {
  /** Rows, inputs and outputs that good products have: weights and results within a core's L2. */
  private static final List<int[]> SHAPES =
      List.of(
          new int[] {256, 896, 512},
          new int[] {256, 1024, 384},
          new int[] {128, 1024, 512},
          new int[] {256, 384, 656});

  /** More than a first-level cache holds and less than a second-level one. */
  private static final int CACHED_BYTES = 1 << 18;

  /** Until code has been compiled, this many times as long as what is measured. */
  private static final int FIRST_WARM_UP = 5;

  public Ceilings {
    products = Map.copyOf(products);
  }

  /**
   * One limit.
   *
   * @param oneThread a second, one thread alone on the machine
   * @param allThreads a second, all threads together
   */
  public record Ceiling(double oneThread, double allThreads) {

    private Ceiling best(Ceiling other) {
      return new Ceiling(
          Math.max(oneThread, other.oneThread), Math.max(allThreads, other.allThreads));
    }
  }

  /**
   * Probes.
   *
   * @param kernels the fastest that run here
   * @param each how long to measure each product with each number of threads
   */
  public static Ceilings probe(Kernels kernels, int threads, Duration each) {
    Map<Precision, Ceiling> products = new EnumMap<>(Precision.class);
    for (Precision precision : Precision.values()) {
      products.put(precision, products(kernels, precision, threads, each));
    }
    if (vectorsAreThere()) {
      Span span = new Span(each.multipliedBy(FIRST_WARM_UP), 0, each);
      products.merge(
          Precision.FLOAT32, measured(FusedMultiplyAdd::new, threads, span), Ceiling::best);
    }
    return new Ceilings(kernels.name(), threads, products);
  }

  private static Ceiling products(
      Kernels kernels, Precision precision, int threads, Duration each) {
    Ceiling best = new Ceiling(0, 0);
    Duration warmUp = each.multipliedBy(FIRST_WARM_UP);
    for (int[] shape : SHAPES) {
      RandomRows rows = new RandomRows(shape[2], shape[1]);
      PackedMatrix weights = kernels.pack(rows, new float[shape[2]], precision);
      Supplier<Steps> product = () -> new Product(kernels, Part.NATIVE, shape[0], List.of(weights));
      best = best.best(measured(product, threads, new Span(warmUp, 0, each)));
      // From now on only caches are cold.
      warmUp = each.dividedBy(2);
    }
    return best;
  }

  private static Ceiling measured(Supplier<Steps> work, int threads, Span span) {
    double one = Rate.of(work, 1, span).perProcessorSecond();
    return new Ceiling(one, threads == 1 ? one : Rate.of(work, threads, span).perProcessorSecond());
  }

  /**
   * What a thread's cache gives it, in bytes a second, while as many threads read theirs; empty
   * where vectors are not.
   */
  public static OptionalDouble cache(int threads, Duration each) {
    if (!vectorsAreThere()) {
      return OptionalDouble.empty();
    }
    Span span = new Span(each.multipliedBy(FIRST_WARM_UP), 0, each);
    double all = Rate.of(() -> new MemoryRead(CACHED_BYTES), threads, span).perProcessorSecond();
    return OptionalDouble.of(all / threads);
  }

  /** Whether this JVM was started with the incubating module. */
  private static boolean vectorsAreThere() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /** Operations a second in products of {@code precision}. */
  public Ceiling of(Precision precision) {
    return Objects.requireNonNull(products.get(precision), precision.key());
  }
}
