/**
 * Brings the rows of a committed run into tables that others query: Parquet partitioned by date,
 * Iceberg or Delta, by the commits of each format. A run is published once, and a publication that
 * was cut short is taken up again by the next run.
 */
@NullMarked
package io.corpuscle.jobs.publish;

import org.jspecify.annotations.NullMarked;
