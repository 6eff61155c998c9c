package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.kernel.Precision;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * oneDNN itself: whether it loads here, and what it found of the machine. Loaded on first use, once
 * a JVM; the class can be used where the library's jars are missing.
 */
final class OnednnLibrary {
  /** A processor without these has no dot products of bytes, and oneDNN's sums would saturate. */
  private static final int AVX2_VNNI = 1 << 3;

  private static final int AVX512_VNNI = 1 << 6;

  /** A processor without this has no dot products of bfloat16. */
  private static final int AVX512_BF16 = 1 << 7;

  private OnednnLibrary() {}

  /** What came of loading it. */
  private static final class Loaded {
    static final Optional<String> OBSTACLE = load();

    private Loaded() {}

    private static Optional<String> load() {
      // JavaCPP would count mapped model files as memory of its own and refuse to go on.
      System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
      try {
        Loader.load(dnnl.class);
        int isa = dnnl.dnnl_get_effective_cpu_isa();
        if ((isa & (AVX2_VNNI | AVX512_VNNI)) == 0) {
          return Optional.of(
              "this processor has no VNNI instructions, only "
                  + instructionSet()
                  + "; use the vector kernels");
        }
        OpenMp.useOneThread();
        return Optional.empty();
      } catch (NoClassDefFoundError | TypeNotPresentException e) {
        return Optional.of(
            "a class is missing: "
                + e.getMessage()
                + "; add the jars of org.bytedeco:dnnl, opencl and javacpp and of"
                + " net.java.dev.jna:jna to the class path");
      } catch (UnsatisfiedLinkError | IllegalStateException e) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "its library does not load on %s: %s; it needs the jars of org.bytedeco:dnnl,"
                    + " opencl and javacpp for this platform, and glibc",
                Loader.getPlatform(),
                String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given")));
      }
    }
  }

  /** Why it cannot be used and what would let it; empty if it can. */
  static Optional<String> obstacle() {
    return Loaded.OBSTACLE;
  }

  /** The instruction set its code is made for, such as {@code avx512_core_bf16}. */
  static String instructionSet() {
    return dnnl.get_effective_cpu_isa().toString();
  }

  /** Whether the processor multiplies bfloat16 itself. */
  static boolean multipliesBfloat16() {
    return (dnnl.dnnl_get_effective_cpu_isa() & AVX512_BF16) != 0;
  }

  /**
   * Demands that products in {@code precision} are the processor's own. oneDNN would make others
   * from float32 ones, slowly, and add them in another order for each number of rows.
   */
  static void require(Precision precision) {
    if (precision == Precision.BFLOAT16 && !multipliesBfloat16()) {
      throw new IllegalArgumentException(
          "this processor has no bfloat16 products, only "
              + instructionSet()
              + "; set precision to int8 or float32, or kernels to vector");
    }
  }
}
