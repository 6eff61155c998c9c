package io.corpuscle.jobs.corpus;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Which files an input is: the input's files in order, and those whose names tell no format. */
final class CorpusListing {

  /**
   * A file to scan.
   *
   * @param path relative to the input
   */
  record Entry(String path, CorpusFile file) {}

  private final Configuration hadoop;
  private final CorpusOptions options;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> skipped = new ArrayList<>();

  /** A file that two inputs name is one file. */
  private final Set<String> seen = new HashSet<>();

  CorpusListing(Configuration hadoop, CorpusOptions options) {
    this.hadoop = hadoop;
    this.options = options;
  }

  List<Entry> entries() {
    return entries;
  }

  /** The files whose names tell no format. */
  List<String> skipped() {
    return skipped;
  }

  /**
   * Adds the files of an input, by path.
   *
   * @throws CorpusException if there is nothing there, or it cannot be listed
   */
  void add(String input) {
    try {
      Path path = new Path(input);
      FileSystem system = path.getFileSystem(hadoop);
      Path absolute = system.makeQualified(path);
      // A file may be called "a[1].txt": what is there by that very name is meant, not a pattern.
      Optional<FileStatus> exact = statusOf(system, absolute);
      if (exact.isEmpty()) {
        addBelow(beforeWildcards(absolute), list(system, matches(system, absolute)));
      } else if (exact.get().isFile()) {
        addFile(absolute.getName(), exact.get());
      } else {
        addBelow(absolute, list(system, List.of(exact.get())));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new CorpusException(
          String.format(
              Locale.ROOT,
              "Input '%s' cannot be listed: %s. Check the path and the right to read it.",
              input,
              e),
          e);
    }
  }

  private static Optional<FileStatus> statusOf(FileSystem system, Path path) throws IOException {
    try {
      return Optional.of(system.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static List<FileStatus> matches(FileSystem system, Path pattern) throws IOException {
    // Hadoop gives null, not an empty array, for a path without wildcards that is not there.
    FileStatus[] found = system.globStatus(pattern);
    if (found == null || found.length == 0) {
      throw new CorpusException(
          String.format(
              Locale.ROOT,
              "Input '%s' does not exist, and as a pattern matches nothing. Check the path.",
              pattern));
    }
    return Arrays.asList(found);
  }

  /** The files among these and below the folders among these. */
  private static List<FileStatus> list(FileSystem system, List<FileStatus> roots)
      throws IOException {
    List<FileStatus> files = new ArrayList<>();
    for (FileStatus root : roots) {
      if (root.isFile()) {
        files.add(root);
      } else {
        RemoteIterator<? extends FileStatus> below = system.listFiles(root.getPath(), true);
        while (below.hasNext()) {
          files.add(below.next());
        }
      }
    }
    return files;
  }

  private void addBelow(Path root, List<FileStatus> files) {
    Map<String, FileStatus> byPath = new TreeMap<>();
    for (FileStatus file : files) {
      byPath.put(relative(root, file.getPath()), file);
    }
    byPath.forEach(
        (path, file) -> {
          if (!hidden(path)) {
            addFile(path, file);
          }
        });
  }

  private void addFile(String path, FileStatus status) {
    String uri = status.getPath().toUri().toString();
    if (!seen.add(uri)) {
      return;
    }
    String name = status.getPath().getName();
    Format.of(name, options.format())
        .ifPresentOrElse(
            known ->
                entries.add(
                    new Entry(
                        path,
                        new CorpusFile(
                            uri,
                            known,
                            Compression.ofFileName(name),
                            status.getLen(),
                            status.getModificationTime(),
                            options.encoding(),
                            List.of()))),
            () -> skipped.add(uri));
  }

  private static String relative(Path root, Path file) {
    return URI.create(slashed(root.toUri().getRawPath()))
        .relativize(URI.create(file.toUri().getRawPath()))
        .getPath();
  }

  private static String slashed(String path) {
    return path.endsWith("/") ? path : path + "/";
  }

  /** Names that begin with {@code _} or {@code .} are other programs' bookkeeping, as in Spark. */
  static boolean hidden(String path) {
    return Arrays.stream(path.split("/", -1))
        .anyMatch(name -> name.startsWith("_") || name.startsWith("."));
  }

  /** The last folder above the first wildcard of a pattern. */
  private static Path beforeWildcards(Path pattern) {
    Path root = pattern;
    for (Path path = pattern; path != null && path.getParent() != null; path = path.getParent()) {
      if (path.getName().matches(".*[*?\\[{\\\\].*")) {
        root = path.getParent();
      }
    }
    return root;
  }
}
