package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;

class LineageNameTest {

  @Test
  void localFilesHaveNoAuthority() {
    assertThat(name("/lake/statutes")).contains(new LineageName("file", "/lake/statutes"));
  }

  @Test
  void objectsAreNamedWithoutASlashAndByOneScheme() {
    assertThat(name("s3a://lake/2026/statutes"))
        .contains(new LineageName("s3://lake", "2026/statutes"));
    assertThat(name("s3a://lake/")).contains(new LineageName("s3://lake", "/"));
  }

  @Test
  void filesOfAClusterAreNamedByTheirRoot() {
    assertThat(name("hdfs://node:8020/lake/statutes"))
        .contains(new LineageName("hdfs://node:8020", "/lake/statutes"));
  }

  @Test
  void aPatternIsNamedByTheFolderAboveIt() {
    assertThat(name("/lake/*/2026/[a-m]*.txt")).contains(new LineageName("file", "/lake"));
    assertThat(name("/lake/statutes/*.txt")).contains(new LineageName("file", "/lake/statutes"));
  }

  @Test
  void severalInputsAreNamedByTheFolderTheyAreIn() {
    assertThat(name("/lake/statutes/a.txt", "/lake/statutes/old/b.txt", "/lake/statutes/c.txt"))
        .contains(new LineageName("file", "/lake/statutes"));
    assertThat(name("/lake/statutes", "/lake/statutes"))
        .contains(new LineageName("file", "/lake/statutes"));
    assertThat(name("/lake", "/archive/old")).contains(new LineageName("file", "/"));
  }

  @Test
  void inputsOfTwoFileSystemsHaveNoName() {
    assertThat(name("/lake/statutes", "s3a://lake/statutes")).isEmpty();
    assertThat(name("s3a://lake/a", "s3a://archive/a")).isEmpty();
    assertThat(name("nowhere://lake/a")).isEmpty();
  }

  private static Optional<LineageName> name(String... inputs) {
    Configuration hadoop = new Configuration();
    for (String scheme : List.of("s3a", "hdfs")) {
      hadoop.set("fs." + scheme + ".impl", NoStorage.class.getName());
      hadoop.setBoolean("fs." + scheme + ".impl.disable.cache", true);
    }
    return LineageName.of(List.of(inputs), hadoop);
  }

  /** A file system of any scheme and authority: names need no files. */
  public static final class NoStorage extends RawLocalFileSystem {
    private URI uri;

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
      super.initialize(name, conf);
      uri = name;
    }

    @Override
    public URI getUri() {
      return uri == null ? super.getUri() : uri; // The super constructor asks, too.
    }
  }
}
