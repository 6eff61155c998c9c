package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.SharedFiles;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on Spark, as a person meets them: a piece of the sample statute, German in it. */
class AnalyzeTest {
  private static final SparkSession SPARK = LocalSpark.session();

  /** Where the piece is in the statute, and the cook's pages in it. */
  private static final int FROM = 96_000;

  private static final int TO = 120_000;
  private static final int GERMAN_FROM = 105_313;
  private static final int GERMAN_TO = 113_133;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Console console =
      new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);

  @TempDir private Path folder;
  private AnalyzeConfig config;

  @BeforeEach
  void writeACorpus() throws IOException {
    byte[] statute =
        Files.readAllBytes(
            SharedFiles.repository().resolve("data-samples/corpus/legal/statute-harbours.txt"));
    String piece = new String(statute, FROM, TO - FROM, StandardCharsets.UTF_8);
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("piece.txt"), piece);
    Files.write(corpus.resolve("utf16.txt"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, (byte) 0xDC});
    Files.writeString(corpus.resolve("broken.jsonl"), "{oops\n");
    Files.writeString(
        folder.resolve("planted.json"),
        """
        [{"doc_id": "piece.txt", "kind": "foreign", "group": "g", "byte_start": %d,
          "byte_end": %d, "what": "a cook's pages"},
         {"doc_id": "elsewhere.txt", "kind": "foreign", "group": "h", "byte_start": 0,
          "byte_end": 9, "what": "not here"}]
        """
            .formatted(GERMAN_FROM - FROM, GERMAN_TO - FROM));
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            "input: %s\noutput: %s\nmodel: text\nspikes: true\nplanted: %s\n"
                .formatted(corpus, folder.resolve("out"), folder.resolve("planted.json")));
    config = AnalyzeConfig.read(file, List.of());
  }

  @Test
  void theSummaryFindsThePlantedPassageAndShowPrintsItsText() throws Exception {
    assertThat(new Analyze(console, SPARK).run(config)).isZero();

    assertThat(out.toString())
        .contains("documents      3, of which 2 failed")
        .contains("utf16.txt  UNSUPPORTED_ENCODING")
        .contains("by text, over 24,000 bytes")
        .containsPattern(
            "spikes +[01]\\.\\d{3} a channel, [\\d.]+ % silent, [\\d.]+ % within 7, sparsity"
                + " [\\d.]+ % \\(T = 3\\); energy 9\\d\\.\\d % less than FP16, [78]\\d\\.\\d % less"
                + " than INT8; by text")
        .contains("by 45 nm (Horowitz, ISSCC 2014); memory traffic and control are not in it")
        .containsPattern("rank 1 of \\d+ in piece.txt, 1 of the run: a cook's pages")
        .contains("not in this run: elsewhere.txt")
        .containsPattern("content hash   [0-9a-f]{64}")
        .contains("corpuscle show");
    String german = out.toString().split("window ")[1].split(" ")[0];

    out.getBuffer().setLength(0);
    int shown =
        new Show(console, SPARK)
            .run(folder.resolve("out").toString(), "piece.txt", Integer.parseInt(german));

    assertThat(shown).isZero();
    assertThat(out.toString()).contains("bits_per_byte").contains(" und ");
  }

  @Test
  void thePlanTellsWhatWouldBeReadAndWritesNothing() throws IOException {
    assertThat(new Plan(console, SPARK, config).run()).isZero();

    assertThat(out.toString())
        .contains("documents      3, about ")
        .contains("2 as text with 24.0 KB of text, for the model text")
        .contains("1 that cannot be read")
        .containsPattern("model text +[\\d,]+ tokens/s on one core")
        .containsPattern("of scratch a task; .* of state a document")
        .containsPattern("time +about (\\d+ min )?\\d+ s");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
