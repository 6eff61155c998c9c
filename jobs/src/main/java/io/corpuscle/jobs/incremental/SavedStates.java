package io.corpuscle.jobs.incremental;

import io.corpuscle.engine.reading.DocumentSnapshot;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the readings of texts have ended, for those of longer ones to go on from: a folder of
 * {@link DocumentSnapshot}s, each in a file that is created, written and closed, and named {@code
 * <sha256>-<random>.snapshot} by the SHA-256 of the text that was read. So no run that died can
 * leave a wrong one, whatever else it left: a snapshot says by its own checksum whether it is
 * whole, and by its text whether it fits.
 */
public final class SavedStates {
  private static final Logger LOG = LoggerFactory.getLogger(SavedStates.class);
  private static final String SUFFIX = ".snapshot";
  private static final int SHA256_DIGITS = 64;

  private final FileSystem files;
  private final Path folder;

  private SavedStates(FileSystem files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * Those of a folder, which need not be there.
   *
   * @throws UncheckedIOException if its file system cannot be reached
   */
  public static SavedStates in(String folder, Configuration hadoop) {
    Path path = new Path(folder);
    try {
      return new SavedStates(path.getFileSystem(hadoop), path);
    } catch (IOException e) {
      throw new UncheckedIOException("The states in " + folder + " cannot be reached", e);
    }
  }

  /** Their names, by the SHA-256 of the text. If they cannot be listed there are none. */
  public Map<String, List<String>> byText() {
    Map<String, List<String>> names = new HashMap<>();
    for (FileStatus file : list()) {
      String name = file.getPath().getName();
      if (file.isFile() && name.endsWith(SUFFIX) && name.length() > SHA256_DIGITS) {
        String text = name.substring(0, SHA256_DIGITS);
        names.computeIfAbsent(text, t -> new ArrayList<>()).add(name);
      }
    }
    return names;
  }

  private List<FileStatus> list() {
    try {
      return List.of(files.listStatus(folder));
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      LOG.warn("The states in {} cannot be listed: {}", folder, e.getMessage());
      return List.of();
    }
  }

  /**
   * Saves one.
   *
   * @param sha256 of the text that was read
   * @param identity what has read it
   */
  public void save(String sha256, DocumentSnapshot state, String identity) throws IOException {
    Path path = new Path(folder, sha256 + "-" + UUID.randomUUID() + SUFFIX);
    try (OutputStream out = files.create(path, false)) {
      state.write(out, identity);
    } catch (IOException | RuntimeException e) {
      deleteQuietly(path);
      throw e;
    }
  }

  /**
   * Reads one.
   *
   * @throws io.corpuscle.engine.reading.SnapshotException if it is damaged, or something else has
   *     read the text
   */
  public DocumentSnapshot read(String name, String identity) throws IOException {
    try (InputStream in = new BufferedInputStream(files.open(new Path(folder, name)))) {
      return DocumentSnapshot.read(in, identity);
    }
  }

  /**
   * Removes those of all other texts.
   *
   * @param texts the SHA-256 of each whose states are kept
   */
  public void keep(Iterator<String> texts) {
    Map<String, List<String>> others = byText();
    texts.forEachRemaining(others::remove);
    others.values().forEach(names -> names.forEach(name -> deleteQuietly(new Path(folder, name))));
  }

  /** Removes the folders beside this one but for those of some names. */
  public void keepBeside(Set<String> names) {
    Path parent = folder.getParent();
    for (FileStatus beside : in(parent).list()) {
      if (beside.isDirectory() && !names.contains(beside.getPath().getName())) {
        deleteQuietly(beside.getPath());
      }
    }
  }

  private SavedStates in(Path other) {
    return new SavedStates(files, other);
  }

  /** What cannot be removed stays, and is removed another time. */
  private void deleteQuietly(Path path) {
    try {
      files.delete(path, true);
    } catch (IOException e) {
      LOG.debug("{} stays behind", path, e);
    }
  }
}
