package io.corpuscle.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that is gone with all that is in it when it is closed, or the JVM ends. */
public final class TemporaryFolder implements Closeable {
  private final Path path;
  private final Thread atExit = new Thread(this::delete, "delete-temporary-folder");

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /** A new folder below the JVM's temporary directory. */
  public static TemporaryFolder create() throws IOException {
    return registered(new TemporaryFolder(Files.createTempDirectory("corpuscle-bench")));
  }

  /**
   * A new folder of that name.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one: all that is in it would go
   */
  public static TemporaryFolder at(Path path) throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    return registered(new TemporaryFolder(Files.createDirectory(path)));
  }

  private static TemporaryFolder registered(TemporaryFolder folder) {
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  private void delete() {
    try (Stream<Path> found = Files.walk(path)) {
      List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + " could not be deleted", e);
    }
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    delete();
  }
}
