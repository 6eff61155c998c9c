package io.corpuscle.jobs.faults;

import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.journal.Entry;
import io.corpuscle.jobs.journal.Journal;
import io.corpuscle.jobs.journal.JournalSettings;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Runs over a lake in this JVM, with faults that end with a run and not with the JVM. */
final class LocalRuns {
  private static final SparkSession SPARK = LocalSpark.session();

  /** How often a read that fails is tried. */
  private static final String ATTEMPTS = "corpuscle.read.attempts";

  /** After how long without a sign of life what a run left may be removed. */
  static final int DEAD_AFTER_SECONDS = 2;

  private static final String DEAD_AFTER = "corpuscle.run.dead.after";

  private final Lake lake;

  LocalRuns(Lake lake) {
    this.lake = lake;
  }

  /** Runs the command, with these faults and no others. */
  Runs.Committed run(List<Fault> faults, String... overrides) {
    Configuration hadoop = SPARK.sparkContext().hadoopConfiguration();
    FaultyFileSystem.settings(faults, lake.marks()).forEach(hadoop::set);
    hadoop.set(ATTEMPTS, "2");
    hadoop.set(DEAD_AFTER, DEAD_AFTER_SECONDS + "s");
    try {
      return AnalyzeJob.run(SPARK, AnalyzeConfig.read(lake.config(), List.of(overrides)));
    } finally {
      hadoop.unset(ATTEMPTS); // all tests of this JVM have one Spark
      hadoop.unset(DEAD_AFTER);
    }
  }

  /** What is in the journal. */
  List<Entry> journal() {
    return Journal.of(
            new JournalSettings(lake.output().resolve("_journal").toString(), "any", 1, 1),
            new Configuration())
        .entries();
  }

  /** The file of a segment. */
  Path segment(String name) {
    return lake.output().resolve("_journal").resolve(name);
  }

  /** The token that a document of a run was read on from. */
  long resumedFrom(Runs.Committed run, String document) {
    return SPARK
        .read()
        .parquet(run.table("documents").replace("faulty:", "file:"))
        .where("doc_id = '" + document + "'")
        .select("resumed_from_token")
        .first()
        .getLong(0);
  }

  /** What is in the output folder. */
  List<String> left() throws IOException {
    return lake.left();
  }
}
