package io.corpuscle.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a random model, on disk until they are closed. */
public final class TemporaryModel implements Closeable {
  private final Path folder;

  private TemporaryModel(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the files below the JVM's temporary directory.
   *
   * @throws IOException if they cannot be written, such as for want of space
   */
  public static TemporaryModel of(RandomModel model) throws IOException {
    TemporaryModel files = new TemporaryModel(Files.createTempDirectory("corpuscle-model"));
    try {
      model.write(files.folder);
      return files;
    } catch (IOException e) {
      files.close();
      throw new IOException(
          "A model of random weights could not be written below "
              + files.folder.getParent()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Where they are. */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
