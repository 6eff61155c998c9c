/**
 * What a reading tells those who watch it while it goes on: Spark's UI, its metrics sinks, the
 * command line and the log.
 *
 * <p>A task tells {@link io.corpuscle.jobs.metrics.ReadingEvents} what happens, and that tells the
 * others: {@link io.corpuscle.jobs.metrics.ReadingCounters} travel to the driver, {@link
 * io.corpuscle.jobs.metrics.ReadingMeters} go to the sinks of the executor, and the log hears of
 * documents. Nobody is told anything of a document's text.
 */
@NullMarked
package io.corpuscle.jobs.metrics;

import org.jspecify.annotations.NullMarked;
