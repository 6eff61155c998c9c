package io.corpuscle.jobs.cli;

import static io.corpuscle.jobs.diff.RunPair.document;
import static io.corpuscle.jobs.diff.RunPair.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.diff.RunPair;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @BeforeAll
  static void startSpark() {
    LocalSpark.session();
  }

  @Test
  void equalRunsAreTheSameInOneLine() {
    String a = run("a", "cafe", 1.5);
    run("b", "cafe", 1.5);

    assertThat(diff(a, folder.resolve("b").toString())).isEqualTo(Corpuscle.OK);

    assertThat(out.toString())
        .isEqualToIgnoringNewLines(
            "the same: 1 rows of windows, 1 rows of documents; content hash cafe\n");
  }

  @Test
  void runsThatDifferAreNotTheSame() {
    assertThat(diff(run("a", "cafe", 1.5), run("b", "beef", 1.625))).isEqualTo(Corpuscle.FAILED);

    assertThat(out.toString())
        .contains("windows: 1 rows in A, 1 in B; 0 only in A, 0 only in B, 1 differ")
        .contains(
            "column bits_per_byte: 1 rows, the first doc_id=a.txt, window=0:"
                + " 1.5 (0x3ff8000000000000) in A, 1.625 (0x3ffa000000000000) in B")
        .contains("document a.txt: 1 rows")
        .doesNotContain("documents:");
  }

  @Test
  void equalRowsUnderOtherHashesAreNotCalledTheSame() {
    assertThat(diff(run("a", "cafe", 1.5), run("b", "beef", 1.5))).isEqualTo(Corpuscle.FAILED);

    assertThat(out.toString()).contains("other content hashes: cafe in A, beef in B");
  }

  @Test
  void whatIsNoRunIsNotUnderstood() {
    String absent = folder.resolve("absent").toString();

    assertThat(diff(run("a", "cafe", 1.5), absent)).isEqualTo(Corpuscle.NOT_UNDERSTOOD);
    assertThat(err.toString()).contains("There is no complete run in " + absent);
    assertThat(diff(absent)).isEqualTo(Corpuscle.NOT_UNDERSTOOD);
    assertThat(err.toString()).contains("RUN_B");
  }

  private String run(String output, String hash, double bits) {
    List<Row> windows = List.of(window("a.txt", 0, bits, 1f));
    return RunPair.write(folder.resolve(output), hash, windows, List.of(document("a.txt", 9, 0.5)));
  }

  private int diff(String... runs) {
    Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
    String[] args = new String[runs.length + 1];
    args[0] = "diff";
    System.arraycopy(runs, 0, args, 1, runs.length);
    return Corpuscle.run(console, args);
  }
}
