package io.corpuscle.jobs.cli;

import com.sun.management.OperatingSystemMXBean;
import io.corpuscle.engine.kernel.KernelProvider;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.text.TokenizerException;
import io.corpuscle.engine.text.TokenizerFiles;
import io.corpuscle.jobs.models.ModelException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code corpuscle doctor}: checks what a run needs, and says how to mend what is missing. */
final class Doctor {
  private static final int JAVA = 17;
  private static final long HEAP = 1_000_000_000;
  private static final long SCRATCH = 5_000_000_000L;

  private final Console console;

  Doctor(Console console) {
    this.console = console;
  }

  private enum State {
    GOOD("ok     "),
    /** A run goes, but not as well as it could. */
    WORSE("warning"),
    /** No run can go. */
    MISSING("MISSING");

    private final String word;

    State(String word) {
      this.word = word;
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param found what is there
   * @param wayOut how to mend it; printed unless all is good
   */
  private record Check(State state, String what, String found, String wayOut) {}

  int run() {
    List<Check> checks =
        List.of(
            java(),
            spark(),
            kernels(),
            models(),
            tokenizers(),
            cores(),
            threads(),
            memory(),
            scratch());
    for (Check check : checks) {
      console.print("%s  %-15s%s", check.state().word, check.what(), check.found());
      if (check.state() != State.GOOD) {
        console.print("         %-15s%s", "", check.wayOut());
      }
    }
    long missing = checks.stream().filter(c -> c.state() == State.MISSING).count();
    console.print("%s", missing == 0 ? "A run can go." : "No run can go before that is mended.");
    return missing == 0 ? Corpuscle.OK : Corpuscle.FAILED;
  }

  private static Check java() {
    return new Check(
        Runtime.version().feature() == JAVA ? State.GOOD : State.MISSING,
        "Java",
        Runtime.version().toString(),
        "Set JAVA_HOME to a JDK 17; Spark 4.1 does not run on newer ones.");
  }

  private static Check kernels() {
    List<KernelProvider> providers = KernelSelection.onClassPath().providers();
    String found = providers.stream().map(Doctor::kernels).collect(Collectors.joining(", "));
    boolean fastest = !providers.isEmpty() && providers.get(0).obstacle().isEmpty();
    return new Check(
        fastest ? State.GOOD : State.WORSE,
        "Kernels",
        found,
        "The fastest cannot run. Start through jobs/bin/corpuscle, which sets the flags it needs.");
  }

  private static String kernels(KernelProvider provider) {
    return provider.name()
        + " ("
        + provider.obstacle().orElseGet(() -> provider.kernels().instructionSet())
        + ")";
  }

  private static Check tokenizers() {
    try {
      String text = TokenizerFiles.open(ModelFolder.named("text")).description();
      return new Check(State.GOOD, "Tokenizers", "the native library loads: " + text, "");
    } catch (TokenizerException | ModelException e) {
      return new Check(
          State.MISSING,
          "Tokenizers",
          String.valueOf(e.getMessage()),
          "The library is for Linux (glibc), macOS and Windows on x86-64 and ARM64.");
    }
  }

  private static Check cores() {
    return new Check(
        State.GOOD,
        "Cores",
        Runtime.getRuntime().availableProcessors() + ", a task each with --master local[*]",
        "");
  }

  private static Check threads() {
    Optional<String> threads = Optional.ofNullable(System.getenv("OMP_NUM_THREADS"));
    return new Check(
        threads.filter("1"::equals).isPresent() ? State.GOOD : State.WORSE,
        "Threads a task",
        "OMP_NUM_THREADS is " + threads.orElse("not set"),
        "Set OMP_NUM_THREADS=1: parallelism is Spark's, and more threads a task only get in its way.");
  }

  private static Check memory() {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long heap = Runtime.getRuntime().maxMemory();
    return new Check(
        heap >= HEAP ? State.GOOD : State.WORSE,
        "Memory",
        Amount.bytes(machine.getTotalMemorySize())
            + " in the machine, a heap of "
            + Amount.bytes(heap)
            + " here; analyze takes spark.driver.memory",
        "Give the heap at least 1 GB: --driver-memory 2g.");
  }

  private static Check scratch() {
    String what = "Scratch space";
    try {
      Path probe = Files.createTempFile("corpuscle", ".probe");
      long free = Files.getFileStore(probe).getUsableSpace();
      Files.delete(probe);
      return new Check(
          free >= SCRATCH ? State.GOOD : State.WORSE,
          what,
          Amount.bytes(free) + " free in " + probe.getParent(),
          "Spark sorts there. Name a larger place: --conf spark.local.dir=/path");
    } catch (IOException e) {
      return new Check(
          State.MISSING,
          what,
          "no file can be created: " + e.getMessage(),
          "Name a place that can be written to: --conf spark.local.dir=/path");
    }
  }

  private static Check spark() {
    String version = org.apache.spark.package$.MODULE$.SPARK_VERSION();
    return new Check(State.GOOD, "Spark", version, "");
  }

  private static Check models() {
    try {
      return new Check(
          State.GOOD,
          "Models",
          "text and dna are bundled; copies in " + ModelFolder.named("text").getParent(),
          "");
    } catch (ModelException e) {
      return new Check(
          State.MISSING, "Models", String.valueOf(e.getMessage()), "Build again: mvn package");
    }
  }
}
