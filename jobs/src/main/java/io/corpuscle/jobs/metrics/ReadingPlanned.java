package io.corpuscle.jobs.metrics;

import org.apache.spark.scheduler.SparkListenerEvent;

/**
 * A scan is about to read documents.
 *
 * @param documents how many
 * @param tokens about how many tokens they have
 */
public record ReadingPlanned(long documents, long tokens) implements SparkListenerEvent {

  /** Event logs are read by programs that do not have this class. */
  @Override
  public boolean logEvent() {
    return false;
  }
}
