package io.corpuscle.jobs.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run in the making, in {@code output/_unfinished-<id>}, which readers of {@code output/run=*}
 * never match and Spark and Hadoop leave out of listings (they would show {@code _run=<id>}: a name
 * with an equals sign is a partition to them). {@link #commit} makes its tables {@code
 * output/run=<id>} and then writes {@code manifest.json} there, which says that they are whole.
 * Closing a run that was not committed removes all of it.
 *
 * <p>Where a folder is renamed at once, the tables grow in the unfinished folder and become visible
 * together. On an object store, which would copy every byte and could die half-way, they grow where
 * they will stay: only the manifest tells, on any store.
 */
public final class Run implements AutoCloseable {
  static final String MANIFEST = "manifest.json";
  static final String COMMITTED = "run=";
  static final String UNFINISHED = "_unfinished-";
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);
  private static final String STAGED = "_staged";
  private static final String ROWS = "_rows";
  private static final String TABLES = "tables";

  private final FileSystem files;
  private final RunId id;
  private final Instant started;
  private final Path unfinished;
  private final Path committed;

  /** Where tables grow: in the unfinished folder, or the committed one itself. */
  private final Path tables;

  private final Heartbeat heartbeat;
  private boolean done;

  private Run(FileSystem files, Path output, RunId id, Instant started) throws IOException {
    this.files = files;
    this.id = id;
    this.started = started;
    this.unfinished = unfinished(output, id);
    this.committed = new Path(output, COMMITTED + id);
    this.tables = FolderRename.isAtomic(files, output) ? new Path(unfinished, TABLES) : committed;
    this.heartbeat = new Heartbeat(files, unfinished);
  }

  /**
   * Begins a run, creating its unfinished folder.
   *
   * @param runs the folder of all runs; created if it is not there
   * @throws UncheckedIOException if it cannot be written to
   */
  public static Run begin(Configuration hadoop, String runs) {
    Instant now = Instant.now();
    Path folder = new Path(runs);
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      RunId id = RunId.startingAt(now);
      Path output = files.makeQualified(folder);
      if (!files.mkdirs(unfinished(output, id))) {
        throw new IOException("no folder could be created there");
      }
      return new Run(files, output, id, now);
    } catch (IOException e) {
      throw new UncheckedIOException(
          String.format(
              Locale.ROOT,
              "Output %s cannot be written to: %s. Set output to a folder that can.",
              runs,
              e.getMessage()),
          e);
    }
  }

  /** Where a run grows, and beats, until it is committed. */
  static Path unfinished(Path output, RunId id) {
    return new Path(output, UNFINISHED + id);
  }

  public RunId id() {
    return id;
  }

  public Instant started() {
    return started;
  }

  /** Where the readings are staged; gone once the run is committed. */
  public String staged() {
    return new Path(unfinished, STAGED).toString();
  }

  /** Where rows that are to be read are copied to; gone once the run is committed. */
  public String rows() {
    return new Path(unfinished, ROWS).toString();
  }

  /** Where a table is written before the run is committed. */
  public String unfinishedTable(String table) {
    return new Path(tables, table).toString();
  }

  /** Where a table will be found once the run is committed. */
  public String table(String table) {
    return new Path(committed, table).toString();
  }

  /** The run's folder once it is committed. */
  public String folder() {
    return committed.toString();
  }

  /**
   * Makes the run visible: its tables, by one rename or where they are, then the manifest that says
   * it is whole. Until it is closed, others see that there is something to be done with it.
   *
   * @throws UncheckedIOException if it could not; close the run, and nothing of it is left
   */
  public void commit(RunManifest manifest) {
    try {
      if (!tables.equals(committed) && !files.rename(tables, committed)) {
        throw new IOException(tables + " could not be renamed to " + committed);
      }
      writeManifest(manifest);
    } catch (IOException e) {
      throw new UncheckedIOException("Run " + id + " could not be committed", e);
    }
    done = true;
    removeQuietly(files, new Path(unfinished, STAGED));
    removeQuietly(files, new Path(unfinished, ROWS));
  }

  /** What cannot be removed now is when it counts as dead. */
  static void removeQuietly(FileSystem files, Path path) {
    try {
      files.delete(path, true);
    } catch (IOException e) {
      LOG.warn("{} stays behind, until a run removes it: {}", path, e.getMessage());
    }
  }

  private void writeManifest(RunManifest manifest) throws IOException {
    // Written aside and renamed: a manifest that is there is whole.
    Path aside = new Path(committed, "_" + MANIFEST);
    try (OutputStream out = files.create(aside, false)) {
      out.write(manifest.toJson());
    }
    if (!files.rename(aside, new Path(committed, MANIFEST))) {
      throw new IOException(aside + " could not be renamed to " + MANIFEST);
    }
  }

  /** Leaves a committed run to others, and removes any other. */
  @Override
  public void close() {
    heartbeat.close();
    if (done) {
      removeQuietly(files, unfinished);
      return;
    }
    try {
      files.delete(committed, true);
      files.delete(unfinished, true);
    } catch (IOException e) {
      throw new UncheckedIOException("What was written of run " + id + " could not be removed", e);
    }
  }
}
