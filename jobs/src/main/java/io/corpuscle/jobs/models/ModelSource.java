package io.corpuscle.jobs.models;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where a model's files are read from. */
sealed interface ModelSource {

  /** What an engine reads of a model's directory, beside its tensors. */
  Set<String> DESCRIPTIONS =
      Set.of(
          "config.json",
          "merges.txt",
          "model.safetensors.index.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "vocab.json");

  /** Names of the model's files, in order; none if there is no model here. */
  List<String> files() throws IOException;

  /** Opens one of them. */
  InputStream open(String file) throws IOException;

  /** Its directory, if it is one on this machine. */
  Optional<java.nio.file.Path> directory();

  /**
   * A model that came with this program, as resources.
   *
   * @param name its name
   */
  record Bundled(String name) implements ModelSource {
    static final String SCHEME = "bundled:";

    @Override
    public List<String> files() {
      return Stream.concat(DESCRIPTIONS.stream(), Stream.of("model.safetensors"))
          .filter(file -> Bundled.class.getResource(resource(file)) != null)
          .sorted()
          .toList();
    }

    @Override
    public InputStream open(String file) throws IOException {
      InputStream in = Bundled.class.getResourceAsStream(resource(file));
      if (in == null) {
        throw new FileNotFoundException(resource(file) + " is not among the resources");
      }
      return in;
    }

    private String resource(String file) {
      return "/models/" + name + "/" + file;
    }

    @Override
    public Optional<java.nio.file.Path> directory() {
      return Optional.empty();
    }
  }

  /**
   * A model in a directory on any Hadoop file system.
   *
   * @param fileSystem where it is
   * @param path the directory, qualified
   */
  record Stored(FileSystem fileSystem, Path path) implements ModelSource {

    static Stored at(Path path, Configuration hadoop) throws IOException {
      FileSystem fileSystem = path.getFileSystem(hadoop);
      return new Stored(fileSystem, fileSystem.makeQualified(path));
    }

    @Override
    public List<String> files() throws IOException {
      try {
        return Arrays.stream(fileSystem.listStatus(path))
            .filter(FileStatus::isFile)
            .map(status -> status.getPath().getName())
            .filter(Stored::belongs)
            .sorted()
            .toList();
      } catch (FileNotFoundException e) {
        return List.of();
      }
    }

    /** Reference results may lie beside a model; they are no part of it. */
    private static boolean belongs(String file) {
      return DESCRIPTIONS.contains(file)
          || (file.endsWith(".safetensors") && !file.equals("expected.safetensors"));
    }

    @Override
    public InputStream open(String file) throws IOException {
      return fileSystem.open(new Path(path, file));
    }

    @Override
    public Optional<java.nio.file.Path> directory() {
      return "file".equals(path.toUri().getScheme())
          ? Optional.of(java.nio.file.Path.of(path.toUri().getPath()))
          : Optional.empty();
    }
  }
}
