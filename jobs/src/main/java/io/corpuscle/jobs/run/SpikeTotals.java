package io.corpuscle.jobs.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import io.corpuscle.schemas.Tables;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The spikes of a run, over all layers and documents of a model.
 *
 * @param spikesPerChannel spikes for each channel
 * @param silentFraction the share of channels that did not fire
 * @param within7Fraction the share of channels with |count| ≤ 7
 * @param sparsity as in the table, over {@link io.corpuscle.engine.spike.SpikeTally#STEPS} steps
 * @param synapticOperations additions that event-driven layers would do
 * @param denseMacs multiply-accumulates of the same layers
 */
public record SpikeTotals(
    String model,
    double spikesPerChannel,
    double silentFraction,
    double within7Fraction,
    double sparsity,
    long synapticOperations,
    long denseMacs) {

  /** Those of a run that counted them, by model. */
  public static List<SpikeTotals> of(SparkSession spark, Runs.Committed run) {
    return spark
        .read()
        .parquet(run.table(Tables.SPIKES.name()))
        .groupBy("model")
        .agg(
            mean("spikes_per_channel"),
            mean("silent_fraction"),
            mean("within7_fraction"),
            mean("sparsity"),
            sum("syn_ops"),
            sum("dense_macs"))
        .orderBy("model")
        .collectAsList()
        .stream()
        .map(SpikeTotals::totals)
        .toList();
  }

  /** Over channels, of which every layer has counted its own number. */
  private static Column mean(String perChannel) {
    return sum(col(perChannel).multiply(col("channels"))).divide(sum("channels"));
  }

  private static SpikeTotals totals(Row row) {
    return new SpikeTotals(
        row.getString(0),
        row.getDouble(1),
        row.getDouble(2),
        row.getDouble(3),
        row.getDouble(4),
        row.getLong(5),
        row.getLong(6));
  }
}
