package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.diff.RunPair;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private Path arrow;

  @BeforeEach
  void commitARun() {
    LocalSpark.session();
    RunPair.write(
        folder.resolve("out"),
        "cafe",
        List.of(RunPair.window("a.txt", 0, 1.5, 1f, 2f), RunPair.window("a.txt", 1, 2.5, 3f, 4f)),
        List.of(RunPair.document("a.txt", 9, 0.5)));
    arrow = folder.resolve("arrow");
  }

  @Test
  void allTablesOfTheRunAreWrittenUnlessSomeAreNamed() {
    assertThat(export("--table", "documents")).isEqualTo(Corpuscle.OK);
    assertThat(arrow.resolve("documents.arrow")).exists();
    assertThat(arrow.resolve("windows.arrow")).doesNotExist();

    assertThat(export("--force")).isEqualTo(Corpuscle.OK);
    assertThat(arrow.resolve("windows.arrow")).exists();
    assertThat(arrow.resolve("spikes.arrow")).doesNotExist();
    assertThat(out.toString())
        .contains("windows    2 rows in " + arrow.resolve("windows.arrow"))
        .contains("documents  1 rows in " + arrow.resolve("documents.arrow"));
  }

  @Test
  void whatIsThereIsNotOverwrittenUnlessThatIsAskedFor() throws Exception {
    Files.createDirectories(arrow);
    Files.writeString(arrow.resolve("documents.arrow"), "old");

    assertThat(export("--compression", "zstd")).isEqualTo(Corpuscle.NOT_UNDERSTOOD);
    assertThat(err.toString())
        .contains("documents is there already: ")
        .contains("documents.arrow. Name another folder, or replace it with --force.");
    assertThat(arrow.resolve("documents.arrow")).hasContent("old");
    assertThat(arrow.resolve("windows.arrow")).doesNotExist();

    assertThat(export("--compression", "zstd", "--force")).isEqualTo(Corpuscle.OK);
    assertThat(Files.size(arrow.resolve("documents.arrow"))).isGreaterThan(3);
  }

  @Test
  void tablesAndFormatsThatAreNoneAreNotUnderstood() {
    assertThat(export("--table", "window")).isEqualTo(Corpuscle.NOT_UNDERSTOOD);
    assertThat(err.toString())
        .contains("There is no table 'window'. Tables: windows, documents, spikes.");
    assertThat(export("--table", "spikes")).isEqualTo(Corpuscle.NOT_UNDERSTOOD);
    assertThat(err.toString()).contains("has no table 'spikes'. It has windows, documents.");
    assertThat(export("--compression", "gzip")).isEqualTo(Corpuscle.NOT_UNDERSTOOD);
    assertThat(err.toString()).contains("gzip");
    assertThat(arrow).doesNotExist();
  }

  private int export(String... options) {
    Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
    List<String> args = new ArrayList<>();
    args.addAll(List.of("export", folder.resolve("out").toString(), "--arrow", arrow.toString()));
    args.addAll(List.of(options));
    return Corpuscle.run(console, args.toArray(String[]::new));
  }
}
