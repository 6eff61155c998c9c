package io.corpuscle.jobs.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.RunManifest;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/**
 * In local mode driver and executor are one JVM, and its metrics system has the sources of both.
 */
class CorpusclePluginTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir private Path folder;

  @Test
  void metricsCountWhatTheManifestCounts() throws Exception {
    ReadingMeters meters = ReadingMeters.ofExecutor();
    long documents = counter("documents");
    long failed = counter("failedDocuments");
    long tokens = meters.metricRegistry().meter("tokens").getCount();
    long documentsInAll = total("documents");
    long tokensInAll = total("tokens");
    long plannedInAll = total("plannedDocuments");

    RunManifest.Counts counts = analyze();
    SPARK.sparkContext().listenerBus().waitUntilEmpty();

    assertThat(counts.documents()).isEqualTo(3);
    assertThat(counts.failed()).isEqualTo(1);
    assertThat(counter("documents") - documents).isEqualTo(3);
    assertThat(counter("failedDocuments") - failed).isEqualTo(1);
    assertThat(meters.metricRegistry().meter("tokens").getCount() - tokens)
        .isEqualTo(counts.tokens());
    assertThat(total("documents") - documentsInAll).isEqualTo(3);
    assertThat(total("tokens") - tokensInAll).isEqualTo(counts.tokens());
    assertThat(total("plannedDocuments") - plannedInAll).isEqualTo(3);
  }

  /** Of Spark's sinks the tests have the one for JMX. */
  @Test
  void sinksFindThemByTheApplicationAndTheExecutor() throws Exception {
    String executor = SPARK.sparkContext().applicationId() + ".driver.";

    assertThat(names("corpuscle"))
        .contains(
            executor + "corpuscle.documents",
            executor + "corpuscle.failedDocuments",
            executor + "corpuscle.tokens",
            executor + "corpuscle.snapshots",
            executor + "corpuscle.resumedTokens",
            executor + "corpuscle.scans.tokens",
            executor + "corpuscle.scans.plannedTokens")
        .allMatch(name -> name.startsWith(executor));
  }

  private static List<String> names(String part) throws JMException {
    ObjectName ours = new ObjectName("metrics:name=*" + part + "*,*");
    return ManagementFactory.getPlatformMBeanServer().queryNames(ours, null).stream()
        .map(name -> name.getKeyProperty("name"))
        .toList();
  }

  @Test
  void snapshotsAndResumedTokensAreCounted() {
    ReadingMeters meters = new ReadingMeters();

    meters.snapshotWritten();
    meters.resumed(4_096);

    assertThat(meters.metricRegistry().counter("snapshots").getCount()).isEqualTo(1);
    assertThat(meters.metricRegistry().counter("resumedTokens").getCount()).isEqualTo(4_096);
  }

  private RunManifest.Counts analyze() throws IOException {
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("a.txt"), "ACGT".repeat(200));
    Files.writeString(corpus.resolve("b.txt"), "GATTACA".repeat(30));
    Files.write(corpus.resolve("c.txt"), new byte[] {'A', 'C', (byte) 0xFF, 'G'});
    Path config =
        Files.writeString(
            folder.resolve("job.yaml"),
            "input: %s%noutput: %s%nmodel: %s%nchunkTokens: 64%n"
                .formatted(
                    corpus, folder.resolve("out"), TinyModels.dna(folder.resolve("tiny"), 5)));
    return AnalyzeJob.run(SPARK, AnalyzeConfig.read(config, List.of())).manifest().counts();
  }

  private static long counter(String name) {
    return source(ReadingMeters.NAME).metricRegistry().counter(name).getCount();
  }

  private static long total(String name) {
    Gauge<?> gauge = source(ScanTotals.NAME).metricRegistry().getGauges().get(name);
    return (Long) gauge.getValue();
  }

  private static Source source(String name) {
    List<Source> sources =
        CollectionConverters.asJava(SparkEnv.get().metricsSystem().getSourcesByName(name));
    assertThat(sources).hasSize(1);
    return sources.get(0);
  }
}
