package io.corpuscle.jobs.metrics;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.metrics.MetricsSystem;

/**
 * Puts what is read among Spark's metrics: {@code --conf
 * spark.plugins=io.corpuscle.jobs.metrics.CorpusclePlugin}. Executors have {@link ReadingMeters},
 * the driver has the totals of all of them. Without it readings are the same, and unmetered.
 */
public final class CorpusclePlugin implements SparkPlugin {
  /** What Spark calls an executor that is in the driver. */
  private static final String DRIVER = "driver";

  @Override
  public DriverPlugin driverPlugin() {
    return new OfDriver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new OfExecutor();
  }

  private static final class OfDriver implements DriverPlugin {
    private final ReadingProgress progress = new ReadingProgress();
    private boolean local;

    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
      spark.addSparkListener(progress);
      local = spark.isLocal();
      return Map.of();
    }

    // Only then has the application the id that its metrics are named by: in local mode, where the
    // driver is the executor too, that is after the executor has started.
    @Override
    public void registerMetrics(String application, PluginContext context) {
      MetricsSystem metrics = SparkEnv.get().metricsSystem();
      metrics.registerSource(new ScanTotals(progress));
      if (local) {
        metrics.registerSource(new ReadingMeters());
      }
    }
  }

  private static final class OfExecutor implements ExecutorPlugin {
    @Override
    public void init(PluginContext context, Map<String, String> fromDriver) {
      if (!context.executorID().equals(DRIVER)) {
        SparkEnv.get().metricsSystem().registerSource(new ReadingMeters());
      }
    }
  }
}
