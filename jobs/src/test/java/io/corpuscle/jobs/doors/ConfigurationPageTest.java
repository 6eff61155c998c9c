package io.corpuscle.jobs.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/configuration.md} has every key there is, by what a key that is none is told. */
class ConfigurationPageTest {
  private static final Pattern ALL = Pattern.compile("all are ([^\\n]+)\\.$");

  @ParameterizedTest
  @ValueSource(
      strings = {"", "source.", "model.", "energy.", "journal.", "states.", "publish.", "limits."})
  void everyKeyOfAJob(String map, @TempDir Path folder) throws IOException {
    Path job = folder.resolve("job.yaml");
    Files.writeString(job, "output: out\n");

    List<String> keys =
        keys(catchThrowable(() -> AnalyzeConfig.read(job, List.of(map + "none=1"))).getMessage());

    if (map.equals("limits.")) {
      assertThat(Page.read("SECURITY.md").text()).contains(keys.stream().map(map::concat).toList());
    } else {
      assertThat(Page.read("docs/configuration.md").codes()).containsAll(keys);
    }
  }

  @Test
  void everyOptionOfTheDataSource() throws IOException {
    Throwable refused =
        catchThrowable(
            () -> LocalSpark.session().read().format("corpuscle").option("none", "1").load("here"));

    List<String> keys =
        keys(refused.getMessage()).stream()
            .map(key -> key.replaceFirst("^(limits|energy|incremental)\\..*", "$1.*"))
            .map(key -> key.replaceFirst("^model\\..*", "model.<format>"))
            .toList();

    assertThat(Page.read("docs/configuration.md").codes()).containsAll(keys);
  }

  private static List<String> keys(String message) {
    Matcher all = ALL.matcher(message);
    assertThat(all.find()).as(message).isTrue();
    return List.of(all.group(1).split(", "));
  }
}
