package io.corpuscle.bench.table;

import io.corpuscle.bench.ModelCost;
import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.kernel.Precision;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * How long a JVM takes until a model is open, from its own start on, and how large its weights are
 * then. To be run in a JVM of its own, twice: native libraries are unpacked the first time.
 */
final class Opening {
  private static final double SECONDS = 1.0;
  private static final double SIZE = 1.2;

  private final Arguments arguments;
  private final Models models;

  Opening(Arguments arguments, Models models) {
    this.arguments = arguments;
    this.models = models;
  }

  void run() throws IOException {
    String model = arguments.models("text").get(0);
    Path folder = models.folder(model);
    Precision precision = arguments.precision();
    EngineOptions options = EngineOptions.of(arguments.kernels().name(), precision.key());

    long here = sinceStart();
    Engine engine = Engine.open(folder, options);
    long open = sinceStart();

    // A second one: all classes and libraries are there, so what grows are weights.
    long heap = heap();
    ResidentMemory before = ResidentMemory.now();
    Engine second = Engine.open(folder, options);
    long heapGrown = heap() - heap;
    ResidentMemory after = ResidentMemory.now();

    Report.line("JVM start to here: %.3f s; opening: %.3f s", here / 1e3, (open - here) / 1e3);
    double weights = ModelCost.of(Checkpoint.open(folder)).products() / 2;
    Report.line(
        "weights: %,.1f million, packed in %,.1f MB; a second copy takes %,.1f MB of heap and, with a"
            + " pre-touched heap, %,.1f MB beside it",
        weights / 1e6,
        second.model().bytes() / 1e6,
        heapGrown / 1e6,
        (after.anonymous() - before.anonymous()) / 1e6);
    Report.atMost("opening " + model + ", seconds since the JVM's start", open / 1e3, SECONDS);
    Report.atMost("packed weights against a byte a weight", engine.model().bytes() / weights, SIZE);
  }

  private static long sinceStart() {
    return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
