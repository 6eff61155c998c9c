package io.corpuscle.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The reference results, models and real documents that stand beside a checkout and are not part of
 * it. Tests that need them skip, visibly, where they are absent.
 */
public final class SharedFiles {
  private SharedFiles() {}

  /** A file or folder below {@code ../shared}; the test is skipped if there is none. */
  public static Path shared(String relative) {
    Path path = repository().resolveSibling("shared").resolve(relative);
    assumeTrue(Files.exists(path), () -> "skipped: needs ../shared/" + relative);
    return path;
  }

  /** The folder of a bundled model, {@code text} or {@code dna}; it is part of this checkout. */
  public static Path bundledModel(String name) {
    return repository().resolve("data-samples/models").resolve(name);
  }

  /** The root of this checkout. */
  public static Path repository() {
    return Path.of(System.getProperty("corpuscle.root")).toAbsolutePath().normalize();
  }
}
