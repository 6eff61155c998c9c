package io.corpuscle.jobs.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What an executor has read since it started, as a source of Spark's metrics system: its sinks show
 * {@code <application>.<executor>.corpuscle.documents} and so on. Tokens are a meter, whose mean
 * and moving rates are tokens a second of all tasks of the executor together.
 */
public final class ReadingMeters implements Source {
  /** The name of the source. */
  public static final String NAME = "corpuscle";

  private final MetricRegistry registry = new MetricRegistry();
  private final Counter documents = registry.counter("documents");
  private final Counter failed = registry.counter("failedDocuments");
  private final Meter tokens = registry.meter("tokens");
  private final Counter snapshots = registry.counter("snapshots");
  private final Counter resumedTokens = registry.counter("resumedTokens");

  /** Those that {@link CorpusclePlugin} registered, or, without it, some that nobody looks at. */
  static ReadingMeters ofExecutor() {
    return CollectionConverters.asJava(SparkEnv.get().metricsSystem().getSourcesByName(NAME))
        .stream()
        .filter(ReadingMeters.class::isInstance)
        .map(ReadingMeters.class::cast)
        .findFirst()
        .orElseGet(ReadingMeters::new);
  }

  @Override
  public String sourceName() {
    return NAME;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  void documentRead() {
    documents.inc();
  }

  void documentFailed() {
    documents.inc();
    failed.inc();
  }

  void tokens(long count) {
    tokens.mark(count);
  }

  void snapshotWritten() {
    snapshots.inc();
  }

  void resumed(long count) {
    resumedTokens.inc(count);
  }
}
