package io.corpuscle.jobs.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds a model's folder by path, or by the name of a bundled one. */
final class ModelFolder {
  private static final String HOME = "CORPUSCLE_HOME";
  private static final Path BUNDLED = Path.of("data-samples", "models");

  private ModelFolder() {}

  static Path named(String model) {
    Path path = Path.of(model);
    return Files.isDirectory(path) || path.getNameCount() > 1
        ? path
        : bundled().map(folder -> folder.resolve(model)).filter(Files::isDirectory).orElse(path);
  }

  /** Where the bundled models are; empty outside a checkout. */
  static Optional<Path> bundled() {
    return Optional.ofNullable(System.getenv(HOME))
        .map(Path::of)
        .map(home -> home.resolve(BUNDLED));
  }
}
