package io.corpuscle.engine.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a checkpoint that is being written. It gets its name when everything is in it:
 * until then it is a hidden one beside, which is removed if nothing comes of it.
 */
public final class StagedFolder implements Closeable {
  private final Path target;
  private final Path staged;

  private StagedFolder(Path target, Path staged) {
    this.target = target;
    this.staged = staged;
  }

  /**
   * Begins a folder.
   *
   * @throws CheckpointException if it is there already
   */
  public static StagedFolder of(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    Path parent = absolute.getParent();
    if (Files.exists(absolute) || name == null || parent == null) {
      throw new CheckpointException(
          target + " is there already, and is not overwritten. Remove it, or name another folder.");
    }
    Files.createDirectories(parent);
    Path staged = parent.resolve("." + name + "-" + UUID.randomUUID());
    return new StagedFolder(absolute, Files.createDirectory(staged));
  }

  /** Where to write. */
  public Path path() {
    return staged;
  }

  /** Gives the folder its name. */
  public void finish() throws IOException {
    Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was written unless it was finished. */
  @Override
  public void close() throws IOException {
    if (!Files.exists(staged)) {
      return;
    }
    Files.walkFileTree(
        staged,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
