package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.memory.MemoryException;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  private static final SparkSession SPARK = LocalSpark.session();

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final Console console =
      new Console(new PrintWriter(out), new PrintWriter(new StringWriter()), false);

  @BeforeEach
  void writeACorpusAndAModel() throws IOException {
    TinyModels.dna(folder.resolve("tiny"), 5);
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    Files.writeString(corpus.resolve("a.txt"), "GATTACA".repeat(8_000));
    Files.writeString(corpus.resolve("b.txt"), "ACGT".repeat(100));
  }

  @Test
  void itSaysWhatIsReadWithHowMuchMemoryAndBySpeedsOnceThereAreSome() throws IOException {
    assertThat(new Plan(console, SPARK, config()).run()).isZero();

    assertThat(out.toString())
        .contains("documents      2, about 56,400 tokens", "tasks          2 on 8 cores")
        .contains("spread by the operations of a token: no run in " + folder.resolve("out"))
        .containsPattern("memory         [\\d.]+ MB of [\\d.]+ GB on the heap, for 8 tasks")
        .containsPattern("of [\\d.]+ GB outside of the heap, for 8 tasks")
        .contains("Nothing was written.");
    assertThat(folder.resolve("out")).doesNotExist();

    AnalyzeJob.run(SPARK, config());
    out.getBuffer().setLength(0);
    new Plan(console, SPARK, config()).run();

    assertThat(out.toString()).contains("spread by the speed of each model in an earlier run");
  }

  @Test
  void whatHasNoRoomIsRefusedWithTheNumbers() throws IOException {
    AnalyzeConfig huge = config("documentsTogether=2000000000");

    assertThatThrownBy(() -> new Plan(console, SPARK, huge).run())
        .isInstanceOf(MemoryException.class)
        .hasMessageContaining("8 tasks with")
        .hasMessageContaining("2,000,000,000 documents")
        .hasMessageContaining("The way out: documentsTogether=");
    assertThat(out.toString()).contains("memory  ");
  }

  private AnalyzeConfig config(String... settings) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            "input: %s%noutput: %s%nmodel: %s%nchunkTokens: 64%n"
                .formatted(
                    folder.resolve("corpus"), folder.resolve("out"), folder.resolve("tiny")));
    return AnalyzeConfig.read(file, List.of(settings));
  }
}
