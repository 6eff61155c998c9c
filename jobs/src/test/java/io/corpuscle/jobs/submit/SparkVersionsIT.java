package io.corpuscle.jobs.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.faults.Lake;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same jar on Sparks of other versions than the one it is built against. */
@Tag("spark-versions")
class SparkVersionsIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"4.0.4", "4.2.0"})
  void rowsAreTheSame(String version) throws IOException, InterruptedException {
    SubmittedRun run = new SubmittedRun(Lake.in(folder), "dna", folder.resolve("out"));
    List<String> arguments = new ArrayList<>(List.of("--master", "local[2]"));
    arguments.addAll(List.of("--class", SparkHome.MAIN, SparkHome.JAR.toString()));
    arguments.addAll(run.arguments());

    SparkHome.inTarget("spark-" + version).submit(folder, arguments);

    assertThat(run.hash()).isEqualTo(run.hashHere());
  }
}
