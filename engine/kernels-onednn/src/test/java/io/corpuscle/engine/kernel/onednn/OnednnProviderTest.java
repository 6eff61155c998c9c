package io.corpuscle.engine.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.ChildJvm;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.Samples;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnednnProviderTest {
  private static final String MAX_ISA = "ONEDNN_MAX_CPU_ISA";

  private static ChildJvm child() {
    return new ChildJvm(ChildJvm.WITH_MODULE);
  }

  @Test
  void autoChoosesItWhereItLoads() {
    assertThat(KernelSelection.onClassPath().choose(KernelSelection.AUTO))
        .isInstanceOf(OnednnKernels.class);
  }

  @ParameterizedTest(name = "without {0}")
  @ValueSource(strings = {"dnnl-", "opencl-", "javacpp-", "jna-", "linux-x86_64"})
  void withoutAJarAutoFallsBackAndItSaysWhatIsMissing(String jar) throws Exception {
    String printed = child().withoutJars(jar).run(Choice.class);

    assertThat(printed).contains("auto: vector").contains("org.bytedeco:dnnl");
  }

  @Test
  void withoutBytesOfDotProductsItSaysWhatTheProcessorHas() throws Exception {
    String printed = child().with(MAX_ISA, "AVX512_CORE").run(Choice.class);

    assertThat(printed)
        .contains("auto: vector")
        .contains("this processor has no VNNI instructions, only avx512_core");
  }

  @Test
  void withoutTheModuleItSaysTheFlag() throws Exception {
    String printed = new ChildJvm(List.of()).run(Choice.class);

    assertThat(printed).contains("auto: reference").contains("--add-modules jdk.incubator.vector");
  }

  @Test
  void bfloat16ThatTheProcessorHasNotIsAnErrorWithTheWayOut() throws Exception {
    String printed = child().with(MAX_ISA, "AVX512_CORE_VNNI").run(Sums.class);

    assertThat(printed)
        .contains("this processor has no bfloat16 products, only avx512_core_vnni; set precision");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AVX2_VNNI", "AVX512_CORE_VNNI"})
  void integerProductsHaveTheSameBitsOnEveryInstructionSet(String instructionSet) throws Exception {
    String printed = child().with(MAX_ISA, instructionSet).run(Sums.class);

    assertThat(printed).contains(Sums.of(Precision.INT8));
  }

  /** Says what is chosen, and why oneDNN cannot be. */
  static final class Choice {
    public static void main(String[] args) {
      KernelSelection selection = KernelSelection.onClassPath();
      System.out.println("auto: " + selection.choose(KernelSelection.AUTO).name());
      try {
        selection.choose(OnednnProvider.NAME);
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** Says what products add up to, or why not. */
  static final class Sums {
    public static void main(String[] args) {
      new OnednnProvider().obstacle().ifPresent(System.out::println);
      System.out.println(of(Precision.INT8));
      try {
        System.out.println(of(Precision.BFLOAT16));
      } catch (IllegalArgumentException e) {
        System.out.println(e.getMessage());
      }
    }

    static String of(Precision precision) {
      Kernels kernels = new OnednnKernels();
      PackedMatrix w =
          kernels.pack(
              Samples.weights(Samples.uniform(530, 384, 1)),
              Samples.uniform(1, 530, 2).array(),
              precision);
      FloatMatrix y = FloatMatrix.zeros(37, 530);
      Workspace workspace = Workspace.create();
      try (Workspace.Frame frame = workspace.open()) {
        Operand x = kernels.operand(37, 384, OperandFormat.of(precision), frame);
        kernels.load(Samples.uniform(37, 384, 3), x);
        kernels.project(x, w, y, workspace);
      }
      return precision + ": " + Arrays.hashCode(y.array());
    }
  }
}
