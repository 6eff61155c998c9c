package io.corpuscle.jobs.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The committed runs of an output. */
public final class Runs {
  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
  private static final String REMOVED = "_removed-";

  private final FileSystem files;
  private final Path output;

  private Runs(FileSystem files, Path output) {
    this.files = files;
    this.output = output;
  }

  /** A run that is whole. */
  public record Committed(String folder, RunManifest manifest) {

    /** Where one of its tables is. */
    public String table(String table) {
      return folder + Path.SEPARATOR + table;
    }
  }

  /** The runs in {@code output}, which need not be there. */
  public static Runs in(Configuration hadoop, String output) {
    Path folder = new Path(output);
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      return new Runs(files, files.makeQualified(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(output + " cannot be reached", e);
    }
  }

  /**
   * The run in a folder, or the latest one if the folder is an output.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Committed at(Configuration hadoop, String folder) {
    Runs runs = in(hadoop, folder);
    try {
      if (runs.files.exists(new Path(runs.output, Run.MANIFEST))) {
        return runs.read(runs.output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
    List<Committed> all = runs.committed();
    if (all.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "There is no complete run in %s: neither %s nor run=*/%s. Name the output of an"
                  + " analyze, or one of the runs in it.",
              folder,
              Run.MANIFEST,
              Run.MANIFEST));
    }
    return all.get(all.size() - 1);
  }

  /** All of them, the oldest first. */
  public List<Committed> committed() {
    List<Committed> runs = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(output)) {
        if (status.isDirectory() && status.getPath().getName().startsWith(Run.COMMITTED)) {
          readIfWhole(status.getPath()).ifPresent(runs::add);
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(output + " cannot be listed", e);
    }
    runs.sort(Comparator.comparing(Committed::folder));
    return runs;
  }

  /**
   * Removes what runs left behind whose driver died: unfinished ones, those that were being
   * committed or removed. What cannot be removed stays, and is no reason to fail.
   */
  public void removeDead() {
    try {
      for (FileStatus status : files.listStatus(output)) {
        if (status.isDirectory() && isLeftBehind(status.getPath())) {
          files.delete(status.getPath(), true);
          LOG.info("Removed {}, which a run had left behind", status.getPath());
        }
      }
    } catch (FileNotFoundException e) {
      LOG.debug("There are no runs in {} yet", output);
    } catch (IOException e) {
      LOG.warn("What earlier runs left in {} could not be removed: {}", output, e.getMessage());
    }
  }

  private boolean isLeftBehind(Path folder) throws IOException {
    String name = folder.getName();
    if (name.startsWith(REMOVED)) {
      return true;
    }
    boolean visible = name.startsWith(Run.COMMITTED);
    if (!visible && !name.startsWith(Run.UNFINISHED)) {
      return false;
    }
    String run = name.substring((visible ? Run.COMMITTED : Run.UNFINISHED).length());
    Optional<RunId> id = RunId.parse(run);
    return id.isPresent()
        && !(visible && files.exists(new Path(folder, Run.MANIFEST)))
        && Heartbeat.isDead(files, Run.unfinished(output, id.get()), id.get().began());
  }

  /** Whether the job that committed a run has still to do with it. */
  public boolean isAtWork(Committed run) {
    try {
      return Heartbeat.isBeating(files, Run.unfinished(output, new RunId(run.manifest().run())));
    } catch (IOException e) {
      throw new UncheckedIOException(run.folder() + " cannot be read", e);
    }
  }

  /** Says to others that somebody has to do with a committed run, until it is closed. */
  public Work workOn(Committed run) {
    Path unfinished = Run.unfinished(output, new RunId(run.manifest().run()));
    return new Work(files, unfinished, new Heartbeat(files, unfinished));
  }

  /** What somebody does to a committed run. */
  public static final class Work implements AutoCloseable {
    private final FileSystem files;
    private final Path unfinished;
    private final Heartbeat heartbeat;

    private Work(FileSystem files, Path unfinished, Heartbeat heartbeat) {
      this.files = files;
      this.unfinished = unfinished;
      this.heartbeat = heartbeat;
    }

    @Override
    public void close() {
      heartbeat.close();
      Run.removeQuietly(files, unfinished);
    }
  }

  /** Removes a run: it disappears at once, and its files after that. */
  public void remove(Committed run) {
    Path folder = new Path(run.folder());
    try {
      Path removed = disappear(run, folder);
      if (!files.delete(removed, true)) {
        throw new IOException(removed + " could not be removed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The earlier run in " + folder + " could not be removed", e);
    }
  }

  /** Where its files are then. */
  private Path disappear(Committed run, Path folder) throws IOException {
    if (!FolderRename.isAtomic(files, folder)) {
      // A run without a manifest is none.
      files.delete(new Path(folder, Run.MANIFEST), false);
      return folder;
    }
    Path removed = new Path(output, REMOVED + run.manifest().run());
    if (!files.rename(folder, removed)) {
      throw new IOException(folder + " could not be renamed to " + removed);
    }
    return removed;
  }

  private Optional<Committed> readIfWhole(Path folder) throws IOException {
    try {
      return Optional.of(read(folder));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private Committed read(Path folder) throws IOException {
    Path manifest = new Path(folder, Run.MANIFEST);
    try (InputStream in = files.open(manifest)) {
      return new Committed(folder.toString(), RunManifest.parse(in.readAllBytes()));
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(manifest + " cannot be read: " + e.getMessage(), e);
    }
  }
}
