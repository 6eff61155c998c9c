package io.corpuscle.jobs;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.corpuscle.engine.SharedFiles;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole run makes of files that are damaged, in another encoding, or merely unusual. */
class FaultyFilesTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir private Path folder;

  @BeforeEach
  void writeAModel() throws IOException {
    TinyModels.dna(folder.resolve("tiny"), 5);
  }

  @Test
  void everyFaultHasItsRowAndNoDocumentIsLost() throws IOException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    byte[] gzip = gzip("ACGT".repeat(5_000));
    Files.writeString(corpus.resolve("good.txt"), "ACGT".repeat(300));
    Files.write(corpus.resolve("cut.txt.gz"), Arrays.copyOf(gzip, gzip.length / 2));
    Files.write(corpus.resolve("whole.txt.gz"), gzip);
    Files.write(corpus.resolve("latin.txt"), new byte[] {'A', 'C', (byte) 0xE9, 'G'});
    Files.write(corpus.resolve("wide.txt"), "ACGT".getBytes(UTF_16));
    Files.write(
        corpus.resolve("broken.txt"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, (byte) 0xDC});
    Files.writeString(corpus.resolve("empty.txt"), "");
    Files.writeString(
        corpus.resolve("lines.jsonl"),
        "{\"id\":\"a\",\"text\":\"ACGT\"}\n{\"id\":\"b\",\n{\"id\":\"c\"}\n{\"id\":\"d\",\"text\":\"GATTACA\"}\n");
    Files.writeString(corpus.resolve("headless.fa"), "ACGT\n>named\nACGT\n");

    Map<String, String> outcomes = outcomes(analyze(corpus));

    assertThat(outcomes)
        .containsExactly(
            entry("broken.txt", "UNSUPPORTED_ENCODING"),
            entry("cut.txt.gz", "CORRUPT_COMPRESSION"),
            entry("empty.txt", "ok 0"),
            entry("good.txt", "ok 1200"),
            entry("headless.fa#0", "MALFORMED_RECORD"),
            entry("headless.fa#named", "ok 4"),
            entry("latin.txt", "INVALID_UTF8"),
            entry("lines.jsonl#a", "ok 4"),
            entry("lines.jsonl#b", "MALFORMED_RECORD"),
            entry("lines.jsonl#c", "MISSING_FIELD"),
            entry("lines.jsonl#d", "ok 7"),
            entry("whole.txt.gz", "ok 20000"),
            entry("wide.txt", "ok 4"));
  }

  /** Needs {@code ../shared/formats/malformed_fasta}. */
  @Test
  void unusualFastaIsReadAndItsRunCommitted() throws IOException {
    Path files = SharedFiles.shared("formats/malformed_fasta");

    Map<String, String> outcomes = outcomes(analyze(files));

    assertThat(outcomes)
        .isNotEmpty()
        .allSatisfy((id, outcome) -> assertThat(outcome).startsWith("ok"));
    assertThat(outcomes).containsEntry("empty_fasta.fa#test", "ok 0");
    assertThat(outcomes.keySet()).anyMatch(id -> id.startsWith("all_ns.fa#"));
  }

  private Runs.Committed analyze(Path corpus) throws IOException {
    Path config = folder.resolve("job.yaml");
    Files.writeString(
        config,
        "input: %s\noutput: %s\nmodel: %s\nwindowTokens: 100\n"
            .formatted(corpus, folder.resolve("out"), folder.resolve("tiny")));
    return AnalyzeJob.run(SPARK, AnalyzeConfig.read(config, List.of()));
  }

  /** By document: its fault, or {@code ok} and how many tokens it has. */
  private static Map<String, String> outcomes(Runs.Committed run) {
    Map<String, String> outcomes = new TreeMap<>();
    for (Row row : SPARK.read().parquet(run.table("documents")).collectAsList()) {
      boolean ok = row.getAs("status").equals("ok");
      outcomes.put(row.getAs("doc_id"), ok ? "ok " + row.getAs("tokens") : row.getAs("error_code"));
    }
    return outcomes;
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
