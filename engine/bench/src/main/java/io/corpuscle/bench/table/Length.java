package io.corpuscle.bench.table;

import io.corpuscle.bench.Steps;
import io.corpuscle.bench.Subject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * Speed and memory far into a document against its beginning. One document is read to four million
 * tokens; then it and others that stand at 32 thousand are read on in turns, so that a machine that
 * drifts treats both alike.
 */
final class Length {
  private static final String MODEL = "dna";
  private static final long FAR = 4_000_000;
  private static final long NEAR = 32_768;
  private static final long TURN = 16_384;
  private static final double SPEED = 0.97;
  private static final double MEMORY = 1.01;

  private final Arguments arguments;
  private final Models models;

  Length(Arguments arguments, Models models) {
    this.arguments = arguments;
    this.models = models;
  }

  void run() throws IOException {
    List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    boolean touched = flags.contains("-XX:+AlwaysPreTouch");
    Report.line("heap pre-touched: %s (flags %s)", touched ? "yes" : "NO", flags);
    long far = arguments.tokens(FAR);
    String model = arguments.models(MODEL).get(0);
    Subject subject = models.open(model, arguments.kernels(), arguments.precision());
    // Compiled code and the runtime's own memory are not the document's.
    read(subject.reading().get(), 2 * NEAR);

    Steps document = subject.reading().get();
    read(document, NEAR);
    ResidentMemory before = ResidentMemory.now();
    double seconds = read(document, far - NEAR);
    ResidentMemory after = ResidentMemory.now();
    Report.line("read from %,d to %,d tokens at %,.0f a second", NEAR, far, (far - NEAR) / seconds);
    Report.line(
        "resident: %,.1f MB at %,d tokens, %,.1f MB at %,d",
        before.total() / 1e6, NEAR, after.total() / 1e6, far);

    double nearSeconds = 0;
    double farSeconds = 0;
    int rounds = arguments.rounds(20);
    for (int round = 0; round < rounds; round++) {
      Steps near = subject.reading().get();
      read(near, NEAR);
      nearSeconds += read(near, TURN);
      farSeconds += read(document, TURN);
    }
    Report.line(
        "in turns: %,.0f tokens/s from token %,d on, %,.0f from %,d on",
        rounds * TURN / nearSeconds, NEAR, rounds * TURN / farSeconds, far);
    Report.atLeast(
        String.format(Locale.ROOT, "%s, tokens/s at %,d against %,d", model, far, NEAR),
        nearSeconds / farSeconds,
        SPEED);
    Report.atMost(
        "resident memory there against here", (double) after.total() / before.total(), MEMORY);
  }

  /** Reads at least that many tokens more; seconds for that many. */
  private double read(Steps document, long tokens) {
    long start = arguments.nanos();
    long done = 0;
    while (done < tokens) {
      done += document.next();
    }
    return (arguments.nanos() - start) / 1e9 * tokens / done;
  }
}
