package io.corpuscle.jobs.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.corpus.Format;
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
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/configuration.md} has every key there is, by what is said of a key that is none. */
class ConfigurationPageTest {
  private static final Pattern ALL = Pattern.compile("all are ([^\\n]+)\\.$");

  @ParameterizedTest
  @CsvSource({
    "'', docs/configuration.md",
    "source., docs/configuration.md",
    "energy., docs/configuration.md",
    "journal., docs/configuration.md",
    "states., docs/configuration.md",
    "publish., docs/configuration.md",
    "limits., SECURITY.md"
  })
  void everyKeyOfAJob(String map, String page, @TempDir Path folder) throws IOException {
    Path job = folder.resolve("job.yaml");
    Files.writeString(job, "input: in\noutput: out\nmodel: dna\n");

    Throwable refused =
        catchThrowable(() -> AnalyzeConfig.read(job, List.of(map + "nothing=here")));

    assertThat(keys(refused)).allSatisfy(key -> assertThat(Page.read(page).names(key)).isTrue());
  }

  @Test
  void everyOptionOfTheDataSource() {
    Throwable refused =
        catchThrowable(
            () ->
                LocalSpark.session()
                    .read()
                    .format("corpuscle")
                    .option("nothing", "here")
                    .load("there"));

    assertThat(keys(refused))
        .allSatisfy(
            key -> {
              String group = key.replaceFirst("^(limits|energy|incremental)\\..*", "$1.*");
              assertThat(Page.read("docs/configuration.md").names(group)).isTrue();
            });
  }

  @Test
  void everyFormatThatHasAModel() {
    assertThat(Format.ofDocuments())
        .allSatisfy(
            format ->
                assertThat(Page.read("docs/configuration.md").names(format.toString())).isTrue());
  }

  private static List<String> keys(Throwable refused) {
    Matcher all = ALL.matcher(refused.getMessage());
    assertThat(all.find()).as(refused.getMessage()).isTrue();
    return List.of(all.group(1).split(", "));
  }
}
