package io.corpuscle.engine.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.corpuscle.engine.kernel.Agreement;
import io.corpuscle.engine.kernel.Operand;
import io.corpuscle.engine.kernel.OperandFormat;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.RowSelection;
import io.corpuscle.engine.kernel.Samples;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.dnnl.engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold of native products beyond their numbers. */
class NativeProductsTest {
  private static final OnednnKernels KERNELS = new OnednnKernels();
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A few objects, some of them a row, in bytes. One boxed vector a row would be twice as many. */
  private static final long VIEWS_AND_FRAMES = 12_000;

  /** As deep as a feed-forward of half a billion weights is wide. */
  private static final int DEEP = 4864;

  private static PackedMatrix weights(int outputs, int inputs, Precision precision) {
    return KERNELS.pack(
        Samples.weights(Samples.uniform(outputs, inputs, 1)),
        Samples.uniform(1, outputs, 2).array(),
        precision);
  }

  private static FloatMatrix project(PackedMatrix w, FloatMatrix x) {
    FloatMatrix y = FloatMatrix.zeros(x.rows(), w.outputs());
    Workspace workspace = Samples.scratch();
    try (Workspace.Frame frame = workspace.open()) {
      Operand operand = KERNELS.operand(x.rows(), x.cols(), OperandFormat.of(w.precision()), frame);
      KERNELS.load(x, operand);
      KERNELS.project(operand, w, y, workspace);
    }
    return y;
  }

  @ParameterizedTest
  @EnumSource
  void aRowHasTheSameBitsInEveryBucket(Precision precision) {
    PackedMatrix w = weights(70, DEEP, precision);
    FloatMatrix x = Samples.uniform(Buckets.MOST, DEEP, 3);
    FloatMatrix all = project(w, x);

    for (int bucket = 0; bucket < Buckets.count(); bucket++) {
      int rows = Buckets.rows(bucket);
      Agreement.identical(project(w, x.rows(0, rows)), all.rows(0, rows));
      int last = Buckets.MOST - rows;
      Agreement.identical(project(w, x.rows(last, rows)), all.rows(last, rows));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyBucketHasAFastImplementation(ElementLayout elements) {
    ProductLayout layout =
        new ProductLayout(
            new engine(engine.kind.cpu, 0),
            new ProductLayout.Shape(elements, 384, 512, 384, ProductLayout.Adding.OVERWRITES));

    for (int bucket = elements.fewestRows(); bucket < Buckets.count(); bucket++) {
      // The others are called ref or gemm, and are ten to five thousand times slower.
      assertThat(layout.implementation(Buckets.rows(bucket))).startsWith("brg_matmul");
    }
  }

  @ParameterizedTest
  @EnumSource
  void threadsShareWeightsAndCode(Precision precision) throws Exception {
    PackedMatrix w = weights(600, 384, precision);
    List<FloatMatrix> inputs = new ArrayList<>();
    List<FloatMatrix> expected = new ArrayList<>();
    for (int rows : new int[] {1, 60, 250, 300}) {
      inputs.add(Samples.uniform(rows, 384, rows));
      expected.add(project(w, Samples.uniform(rows, 384, rows)));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4, Thread::new);
    try {
      List<Future<FloatMatrix>> products = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        FloatMatrix x = inputs.get(i % inputs.size());
        products.add(threads.submit((Callable<FloatMatrix>) () -> project(w, x)));
      }
      for (int i = 0; i < products.size(); i++) {
        Agreement.identical(products.get(i).get(), expected.get(i % expected.size()));
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void productsAllocateNothing(Precision precision) {
    PackedMatrix w = weights(1024, 384, precision);
    FloatMatrix x = Samples.uniform(300, 384, 5);
    FloatMatrix y = FloatMatrix.zeros(300, 1024);
    int[] targets = new int[300];
    float[] nll = new float[300];
    float[] entropy = new float[300];
    float[] gain = new float[384];
    Workspace workspace = Workspace.create();
    try (Workspace.Frame frame = workspace.open()) {
      Operand operand = KERNELS.operand(300, 384, OperandFormat.of(precision), frame);
      Operand gated = KERNELS.operand(300, 512, OperandFormat.of(precision), frame);
      RowSelection rows = new RowSelection.All(300);
      Operand some = KERNELS.operand(300, 384, OperandFormat.of(precision), frame);
      KERNELS.load(x, operand);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      long allocated = Long.MAX_VALUE;
      // C2 compiles beside the test, when it comes to it.
      while (allocated > VIEWS_AND_FRAMES && System.nanoTime() < deadline) {
        long before = allocatedBytes();
        for (int i = 0; i < 10; i++) {
          KERNELS.project(operand, w, y, workspace);
          KERNELS.select(operand, rows, some);
          KERNELS.projectOnto(some, w, rows, y, workspace);
          KERNELS.swiGlu(operand, w, gated, workspace);
          KERNELS.surprisalAndEntropy(operand, w, targets, nll, entropy, workspace);
          KERNELS.load(x, operand);
          KERNELS.rmsNorm(x, gain, 1e-6f, operand);
        }
        allocated = (allocatedBytes() - before) / 10;
      }

      assertThat(allocated).isLessThanOrEqualTo(VIEWS_AND_FRAMES);
    }
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
