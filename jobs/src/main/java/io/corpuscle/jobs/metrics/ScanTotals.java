package io.corpuscle.jobs.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.function.ToLongFunction;
import org.apache.spark.metrics.source.Source;

/**
 * How far all scans of an application are, as a source of the driver's metrics: what all executors
 * have read as of their last heartbeats, beside what is planned.
 */
final class ScanTotals implements Source {
  /** The name of the source: beside the executor's, where both are one JVM. */
  static final String NAME = "corpuscle.scans";

  private final MetricRegistry registry = new MetricRegistry();
  private final ReadingProgress progress;

  ScanTotals(ReadingProgress progress) {
    this.progress = progress;
    gauge("documents", ReadingProgress.Snapshot::documents);
    gauge("failedDocuments", ReadingProgress.Snapshot::failed);
    gauge("tokens", ReadingProgress.Snapshot::tokens);
    gauge("plannedDocuments", ReadingProgress.Snapshot::documentsPlanned);
    gauge("plannedTokens", ReadingProgress.Snapshot::tokensPlanned);
  }

  private void gauge(String name, ToLongFunction<ReadingProgress.Snapshot> value) {
    Gauge<Long> gauge = () -> value.applyAsLong(progress.snapshot());
    registry.register(name, gauge);
  }

  @Override
  public String sourceName() {
    return NAME;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }
}
