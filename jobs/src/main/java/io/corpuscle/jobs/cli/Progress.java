package io.corpuscle.jobs.cli;

import io.corpuscle.jobs.metrics.ReadingProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;

/**
 * Shows how far a run is: one line written over and over on a terminal, a line now and then
 * elsewhere.
 */
final class Progress implements AutoCloseable {
  private static final int TERMINAL_SECONDS = 1;
  private static final int LOG_SECONDS = 10;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Console console;
  private final SparkContext spark;
  private final ReadingProgress reading = new ReadingProgress();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "corpuscle-progress");
            thread.setDaemon(true);
            return thread;
          });

  /** When the first tokens were seen, and how many: what came before them is not reading speed. */
  private long firstNanos;

  private long firstTokens;
  private boolean readingEnded;

  /** Shows it from now until it is closed. */
  Progress(Console console, SparkContext spark) {
    this.console = console;
    this.spark = spark;
    spark.addSparkListener(reading);
    int seconds = console.terminal() ? TERMINAL_SECONDS : LOG_SECONDS;
    clock.scheduleAtFixedRate(this::show, seconds, seconds, TimeUnit.SECONDS);
  }

  private void show() {
    ReadingProgress.Snapshot now = reading.snapshot();
    if (readingEnded) {
      return;
    }
    readingEnded = now.documentsPlanned() > 0 && now.documents() >= now.documentsPlanned();
    String line = readingEnded ? "writing the tables" : line(now, System.nanoTime());
    if (console.terminal()) {
      console.err().print(CLEAR_LINE + line);
      console.err().flush();
    } else {
      console.say(line);
    }
  }

  private String line(ReadingProgress.Snapshot now, long nanos) {
    if (now.documentsPlanned() == 0) {
      return "finding documents";
    }
    if (now.tokens() > 0 && firstTokens == 0) {
      firstTokens = now.tokens();
      firstNanos = nanos;
    }
    double seconds = (nanos - firstNanos) / 1e9;
    double rate = seconds > 0 ? (now.tokens() - firstTokens) / seconds : 0;
    // What is planned is an estimate; what is read may exceed it.
    long left = Math.max(0, now.tokensPlanned() - now.tokens());
    return String.format(
        Locale.ROOT,
        "%,d of %,d documents%s, %,d of about %,d tokens%s",
        now.documents(),
        now.documentsPlanned(),
        now.failed() == 0 ? "" : String.format(Locale.ROOT, " (%,d failed)", now.failed()),
        now.tokens(),
        now.tokensPlanned(),
        now.tokens() == 0 || rate <= 0
            ? ""
            : String.format(
                Locale.ROOT,
                ", %,.0f tokens/s, %s",
                rate,
                left == 0
                    ? "nearly done"
                    : Amount.time(Duration.ofMillis(Math.round(1000 * left / rate))) + " left"));
  }

  /** Says no more, and leaves a terminal's line empty. */
  @Override
  public void close() {
    clock.shutdownNow();
    spark.removeSparkListener(reading);
    if (console.terminal()) {
      console.err().print(CLEAR_LINE);
      console.err().flush();
    }
  }
}
