package io.corpuscle.jobs.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run over documents with a secret in them leaves in the log. */
class DocumentLogTest {
  private static final SparkSession SPARK = LocalSpark.session();

  /** Letters that the model knows, in an order that chance does not make. */
  private static final String SECRET = "GATTACAGATTACAGGGTTTCCCATGATG";

  @TempDir private Path folder;

  @Test
  void theLogNamesDocumentsAndNothingOfTheirTexts() throws IOException {
    writeCorpus();
    Runs.Committed run;
    List<LogEvent> ours;
    List<String> all;
    try (LogCapture capture = LogCapture.of(Level.DEBUG, "io.corpuscle", "org.apache.spark")) {
      run = analyze();
      ours = capture.of(DocumentLog.class.getName()).toList();
      all = capture.of("").map(DocumentLogTest::text).toList();
    }

    List<Row> documents = SPARK.read().parquet(run.table("documents")).collectAsList();
    assertThat(all).hasSizeGreaterThan(100).noneMatch(text -> text.contains(SECRET));
    assertThat(ours).hasSameSizeAs(documents);
    assertThat(documents)
        .filteredOn(row -> row.getAs("status").equals("failed"))
        .hasSizeGreaterThanOrEqualTo(7);
    for (Row document : documents) {
      assertThat(ours)
          .filteredOn(event -> document.getAs("doc_id").equals(context(event, "doc_id")))
          .singleElement()
          .satisfies(event -> agrees(event, document, run));
    }
  }

  @Test
  void theContextOfADocumentEndsWithIt() throws IOException {
    writeCorpus();
    try (LogCapture capture = LogCapture.of(Level.DEBUG, "io.corpuscle", "org.apache.spark")) {
      analyze();

      assertThat(capture.of("org.apache.spark"))
          .isNotEmpty()
          .noneMatch(event -> event.getContextData().containsKey("doc_id"));
    }
  }

  private static void agrees(LogEvent event, Row document, Runs.Committed run) {
    boolean failed = document.getAs("status").equals("failed");
    assertThat(event.getLevel()).isEqualTo(failed ? Level.WARN : Level.DEBUG);
    assertThat(context(event, "run")).isEqualTo(run.manifest().run());
    assertThat(context(event, "model")).isEqualTo(document.getAs("model"));
    if (failed) {
      assertThat(event.getMessage().getFormattedMessage())
          .contains(document.<String>getAs("doc_id"), document.<String>getAs("error_code"));
    }
  }

  private static String context(LogEvent event, String key) {
    return event.getContextData().getValue(key);
  }

  /** All that a layout could show of an event. */
  private static String text(LogEvent event) {
    StringWriter text = new StringWriter();
    text.append(event.getMessage().getFormattedMessage());
    text.append(event.getContextData().toString());
    if (event.getThrown() != null) {
      event.getThrown().printStackTrace(new PrintWriter(text));
    }
    return text.toString();
  }

  private void writeCorpus() throws IOException {
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    byte[] secret = SECRET.repeat(500).getBytes(UTF_8);
    Files.write(corpus.resolve("good.txt"), secret);
    byte[] notUtf8 = secret.clone();
    notUtf8[9_000] = (byte) 0xFF;
    Files.write(corpus.resolve("bad.txt"), notUtf8);
    Files.write(corpus.resolve("cut.txt.gz"), Arrays.copyOf(gzip(secret), 60));
    Files.writeString(
        corpus.resolve("lines.jsonl"),
        String.join(
                "\n",
                "{\"id\":\"a\",\"text\":\"SECRET\"}",
                "{\"id\":\"b\",\"text\":\"SECRET",
                "{SECRET",
                "SECRET",
                "{\"id\":\"c\",\"body\":\"SECRET\"}",
                "{\"id\":\"d\",\"text\":SECRET}",
                "{\"id\":\"e\",\"text\":[\"SECRET\"]}",
                "{\"id\":\"f\",\"text\":\"SECRET\\u12GZ\"}",
                "")
            .replace("SECRET", SECRET));
    Files.writeString(corpus.resolve("headless.fa"), SECRET + "\n>x\n" + SECRET + "\n");
  }

  private Runs.Committed analyze() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("job.yaml"),
            "input: %s%noutput: %s%nmodel: %s%nchunkTokens: 64%n"
                .formatted(
                    folder.resolve("corpus"),
                    folder.resolve("out"),
                    TinyModels.dna(folder.resolve("tiny"), 5)));
    return AnalyzeJob.run(SPARK, AnalyzeConfig.read(config, List.of()));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    }
    return compressed.toByteArray();
  }
}
