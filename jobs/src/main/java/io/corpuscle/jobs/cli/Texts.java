package io.corpuscle.jobs.cli;

import io.corpuscle.jobs.AnalyzeConfig;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** The texts that a run has read, where they came from. */
interface Texts {

  /** Those of a run with that configuration. */
  static Texts of(SparkSession spark, AnalyzeConfig config) {
    return config
        .source()
        .<Texts>map(source -> new TextInTable(spark, source, config.corpus().encoding()))
        .orElseGet(() -> new TextBehind(spark.sessionState().newHadoopConf(), config.corpus()));
  }

  /** The bytes {@code [byteStart, byteEnd)} of a document's text; empty if it is not there. */
  Optional<String> read(String docId, String uri, long byteStart, long byteEnd) throws IOException;
}
