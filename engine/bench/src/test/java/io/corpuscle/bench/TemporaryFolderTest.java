package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

  @Test
  void closedItIsGoneWithAllThatIsInIt() throws IOException {
    Path path;
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      path = folder.path();
      Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("c"), "text");
      assertThat(path).isNotEmptyDirectory();
    }

    assertThat(path).doesNotExist();
  }

  @Test
  void aFolderOfANameIsNewAndGoesToo(@TempDir Path parent) throws IOException {
    Path named = parent.resolve("a/b");

    try (TemporaryFolder folder = TemporaryFolder.at(named)) {
      Files.writeString(folder.path().resolve("x"), "x");
      assertThatThrownBy(() -> TemporaryFolder.at(named))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(named.resolve("x")).exists();
    }

    assertThat(named).doesNotExist();
    assertThat(named.getParent()).exists();
  }
}
