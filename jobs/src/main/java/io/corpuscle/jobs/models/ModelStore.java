package io.corpuscle.jobs.models;

import io.corpuscle.jobs.models.ModelRef.ModelFile;
import io.corpuscle.schemas.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds models and keeps a copy of those that are not on this node: fetched once, however many JVMs
 * ask at the same time, and used only if every file's hash is the one the driver saw.
 */
public final class ModelStore {
  /** The Hadoop setting that names the folder for copies; below {@code hadoop.tmp.dir} if unset. */
  public static final String CACHE = "corpuscle.models.cache";

  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

  private final Configuration hadoop;

  /**
   * @param hadoop what file systems are reached with; {@value #CACHE} may say where copies go
   */
  public ModelStore(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Finds a model and hashes its files.
   *
   * @param model a bundled name ({@code text}, {@code dna}) or a directory on any Hadoop file
   *     system; a local directory that is called like a bundled model is {@code ./text}
   * @throws ModelException if there is none
   */
  public ModelRef find(String model) {
    ModelSource.Bundled bundled = new ModelSource.Bundled(model);
    if (model.matches("[A-Za-z0-9_-]+") && !bundled.files().isEmpty()) {
      return described(model, ModelSource.Bundled.SCHEME + model, bundled);
    }
    try {
      ModelSource.Stored stored =
          ModelSource.Stored.at(new org.apache.hadoop.fs.Path(model), hadoop);
      return described(stored.path().getName(), stored.path().toString(), stored);
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelException("The model " + model + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static ModelRef described(String name, String location, ModelSource source) {
    List<ModelFile> files = new ArrayList<>();
    try {
      for (String file : source.files()) {
        try (InputStream in = source.open(file)) {
          files.add(new ModelFile(file, copy(in, OutputStream.nullOutputStream())));
        }
      }
    } catch (IOException e) {
      throw new ModelException("The model " + location + " cannot be read: " + e.getMessage(), e);
    }
    if (files.stream().noneMatch(file -> file.name().equals("config.json"))) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "There is no model '%s': it is not bundled (text and dna are), and %s has no config.json. Name a bundled model, or the directory a model's files are in.",
              name,
              location));
    }
    return new ModelRef(name, location, files);
  }

  /**
   * The model's directory on this node. A directory that is on this node is used where it is; of
   * anything else there is a copy in the cache, which is made if it is not there or not whole.
   *
   * @throws ModelException if what is there is not the model that was found
   */
  public Path local(ModelRef model) {
    try {
      ModelSource source = source(model);
      Optional<Path> here = source.directory();
      if (here.isPresent()) {
        requireSame(model, here.get());
        return here.get();
      }
      // A lock on a file belongs to the whole JVM, so its threads have to queue before it.
      synchronized (ModelStore.class) {
        return cached(model, source);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The model " + model.location() + " cannot be copied here", e);
    }
  }

  private ModelSource source(ModelRef model) throws IOException {
    String location = model.location();
    return location.startsWith(ModelSource.Bundled.SCHEME)
        ? new ModelSource.Bundled(location.substring(ModelSource.Bundled.SCHEME.length()))
        : ModelSource.Stored.at(new org.apache.hadoop.fs.Path(location), hadoop);
  }

  private static void requireSame(ModelRef model, Path directory) throws IOException {
    Optional<String> differing = differing(model, directory);
    if (differing.isPresent()) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "%s on this node is not the file the driver found. Put the model on storage that all nodes share, or the same files in %s on each.",
              directory.resolve(differing.get()),
              directory));
    }
  }

  private static Optional<String> differing(ModelRef model, Path directory) throws IOException {
    for (ModelFile file : model.files()) {
      Path path = directory.resolve(file.name());
      if (!Files.isRegularFile(path) || !sha256(path).equals(file.sha256())) {
        return Optional.of(file.name());
      }
    }
    return Optional.empty();
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return copy(in, OutputStream.nullOutputStream());
    }
  }

  private Path cached(ModelRef model, ModelSource source) throws IOException {
    Path cache =
        Files.createDirectories(
            Path.of(hadoop.get(CACHE, hadoop.get("hadoop.tmp.dir") + "/corpuscle/models")));
    Path ready = cache.resolve(model.fingerprint());
    Path lockFile = cache.resolve(model.fingerprint() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      LOG.debug("{} holds the model {}", lock, model.location());
      if (differing(model, ready).isPresent()) {
        Path part = cache.resolve(model.fingerprint() + ".part");
        delete(part);
        fetch(model, source, Files.createDirectory(part));
        delete(ready);
        Files.move(part, ready, StandardCopyOption.ATOMIC_MOVE);
        LOG.info("Copied the model {} to {}", model.location(), ready);
      }
    }
    return ready;
  }

  private static void fetch(ModelRef model, ModelSource source, Path into) throws IOException {
    for (ModelFile file : model.files()) {
      try (InputStream in = source.open(file.name());
          OutputStream out = Files.newOutputStream(into.resolve(file.name()))) {
        if (!copy(in, out).equals(file.sha256())) {
          throw new ModelException(
              String.format(
                  Locale.ROOT,
                  "%s of the model %s changed since the run began. Run again, with the model left alone.",
                  file.name(),
                  model.location()));
        }
      }
    }
  }

  /** Copies all of {@code in}; the SHA-256 of what was copied, in hexadecimal. */
  private static String copy(InputStream in, OutputStream out) throws IOException {
    MessageDigest digest = Sha256.begin();
    new DigestInputStream(in, digest).transferTo(out);
    return Sha256.hex(digest);
  }

  private static void delete(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(directory);
    }
  }
}
