package io.corpuscle.engine.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.ChildJvm;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.Samples;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One thread a task, whatever the environment asks for. */
class OpenMpTest {

  @Test
  void everyThreadThatPacksOrMultipliesIsOne() throws Exception {
    String printed =
        new ChildJvm(ChildJvm.WITH_MODULE).with("OMP_NUM_THREADS", "4").run(FreshThreads.class);

    assertThat(printed.lines())
        .containsExactly("before 4, packed 1", "before 4, multiplied 1", "before 4, multiplied 1");
  }

  @Test
  void withoutTheEnvironmentToo() throws Exception {
    String printed =
        new ChildJvm(ChildJvm.WITH_MODULE).without("OMP_NUM_THREADS").run(FreshThreads.class);

    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(printed.lines())
        .containsExactly(
            "before " + processors + ", packed 1",
            "before " + processors + ", multiplied 1",
            "before " + processors + ", multiplied 1");
  }

  /** Says what OpenMP would do on threads that have done nothing, and then something. */
  static final class FreshThreads {
    public static void main(String[] args) throws InterruptedException {
      Kernels kernels = new OnednnProvider().obstacle().isEmpty() ? new OnednnKernels() : null;
      List<PackedMatrix> weights = new ArrayList<>();
      onAThread(
          "packed",
          () ->
              weights.add(
                  kernels.pack(
                      Samples.weights(Samples.uniform(96, 64, 1)), new float[96], Precision.INT8)));
      onAThread("multiplied", () -> multiply(kernels, weights.get(0)));
      onAThread("multiplied", () -> multiply(kernels, weights.get(0)));
    }

    private static void onAThread(String what, Runnable act) throws InterruptedException {
      Thread thread =
          new Thread(
              () -> {
                int before = OpenMp.threads();
                act.run();
                System.out.println("before " + before + ", " + what + " " + OpenMp.threads());
              });
      thread.start();
      thread.join();
    }

    private static void multiply(Kernels kernels, PackedMatrix w) {
      Workspace workspace = Workspace.create();
      try (Workspace.Frame frame = workspace.open()) {
        Operand x = kernels.operand(3, w.inputs(), OperandFormat.of(w.precision()), frame);
        kernels.load(Samples.uniform(3, w.inputs(), 2), x);
        kernels.project(x, w, FloatMatrix.zeros(3, w.outputs()), workspace);
      }
    }
  }
}
