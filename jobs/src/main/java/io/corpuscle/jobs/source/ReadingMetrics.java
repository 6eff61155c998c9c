package io.corpuscle.jobs.source;

import io.corpuscle.jobs.metrics.ReadingCounters;
import org.apache.spark.sql.connector.metric.CustomAvgMetric;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * What Spark's UI shows of a scan. Spark makes the metrics anew, by their class, to add up what the
 * tasks reported.
 */
public final class ReadingMetrics {
  private ReadingMetrics() {}

  static CustomMetric[] supported() {
    return new CustomMetric[] {
      new Documents(),
      new FailedDocuments(),
      new Tokens(),
      new TokensPerSecond(),
      new Snapshots(),
      new ResumedTokens()
    };
  }

  /** A task's share: what it has read so far, in so many seconds. */
  static CustomTaskMetric[] of(ReadingCounters counters, double seconds) {
    return new CustomTaskMetric[] {
      new Value(new Documents().name(), counters.documents().sum()),
      new Value(new FailedDocuments().name(), counters.failed().sum()),
      new Value(new Tokens().name(), counters.tokens().sum()),
      new Value(new TokensPerSecond().name(), Math.round(counters.tokens().sum() / seconds)),
      new Value(new Snapshots().name(), counters.snapshots().sum()),
      new Value(new ResumedTokens().name(), counters.resumedTokens().sum())
    };
  }

  private record Value(String name, long value) implements CustomTaskMetric {}

  /** Documents read, failed ones included. */
  public static final class Documents extends CustomSumMetric {
    @Override
    public String name() {
      return "documents";
    }

    @Override
    public String description() {
      return "documents";
    }
  }

  /** Documents that failed. */
  public static final class FailedDocuments extends CustomSumMetric {
    @Override
    public String name() {
      return "failedDocuments";
    }

    @Override
    public String description() {
      return "failed documents";
    }
  }

  /** Tokens read. */
  public static final class Tokens extends CustomSumMetric {
    @Override
    public String name() {
      return "tokens";
    }

    @Override
    public String description() {
      return "tokens";
    }
  }

  /** Snapshots written of documents that were being read. */
  public static final class Snapshots extends CustomSumMetric {
    @Override
    public String name() {
      return "snapshots";
    }

    @Override
    public String description() {
      return "snapshots";
    }
  }

  /** Tokens that were not read again, for a snapshot knew what came of them. */
  public static final class ResumedTokens extends CustomSumMetric {
    @Override
    public String name() {
      return "resumedTokens";
    }

    @Override
    public String description() {
      return "resumed tokens";
    }
  }

  /** Tokens a second of a task, the mean over tasks. */
  public static final class TokensPerSecond extends CustomAvgMetric {
    @Override
    public String name() {
      return "tokensPerSecond";
    }

    @Override
    public String description() {
      return "tokens/s of a task";
    }
  }
}
