package io.corpuscle.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.corpuscle.engine.ChildJvm;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compilers change how fast kernels are, and nothing else. */
class CompilationTest {
  private static final int WARM_UP = 150;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A few dozen objects a call, in bytes. One boxed vector a token would be 50,000. */
  private static final long VIEWS_AND_FRAMES = 20_000;

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
  void kernelsGiveTheSameBitsHoweverTheyAreCompiled(String flag) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      new EveryKernel(70).run();
    }
    List<String> flags = new ArrayList<>(ChildJvm.WITH_MODULE);
    flags.add(flag);

    String elsewhere = new ChildJvm(flags).run(EveryKernel.class);

    assertThat(elsewhere).isEqualTo(Long.toString(EveryKernel.firstRun()));
  }

  @Test
  void compiledKernelsAllocateNothingPerToken() {
    EveryKernel kernels = new EveryKernel(512);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long allocated = Long.MAX_VALUE;
    // C2 compiles beside the test, when it comes to it.
    while (allocated >= VIEWS_AND_FRAMES && System.nanoTime() < deadline) {
      long before = allocatedBytes();
      kernels.run();
      allocated = allocatedBytes() - before;
    }

    assertThat(allocated).isLessThan(VIEWS_AND_FRAMES);
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
