/**
 * {@code format("corpuscle")}: documents in, rows out, as a Spark data source. The scan is the
 * reading.
 *
 * <p>Start at {@link io.corpuscle.jobs.source.CorpuscleScan}: on the driver it makes a {@link
 * io.corpuscle.jobs.source.ReadPlan}, and in each task a {@link
 * io.corpuscle.jobs.source.BundleReader} turns what {@link io.corpuscle.jobs.source.BundleRows}
 * reads into Arrow vectors. All of it is a shell: rows are those of a plain loop over {@code
 * Engine}, whatever Spark does.
 */
@NullMarked
package io.corpuscle.jobs.source;

import org.jspecify.annotations.NullMarked;
