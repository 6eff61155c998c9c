package io.corpuscle.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compilers change how fast kernels are, and nothing else. */
class CompilationTest {
  private static final int WARM_UP = 150;

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
  void kernelsGiveTheSameBitsHoweverTheyAreCompiled(String flag) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      new EveryKernel(70).run();
    }
    List<String> flags = new ArrayList<>(ChildJvm.WITH_MODULE);
    flags.add(flag);

    String elsewhere = ChildJvm.run(EveryKernel.class, flags);

    assertThat(elsewhere).isEqualTo(Long.toString(EveryKernel.firstRun()));
  }

  @Test
  void compiledKernelsAllocateNothingPerToken() {
    EveryKernel kernels = new EveryKernel(512);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < WARM_UP; i++) {
      long before = allocatedBytes();
      kernels.run();
      least = Math.min(least, allocatedBytes() - before);
    }

    // Views and frames, a few dozen a call. One boxed vector a token would be 50 KB.
    assertThat(least).isLessThan(20_000);
  }

  private static long allocatedBytes() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
