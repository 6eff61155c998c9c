package io.corpuscle.jobs.run;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A run in the making. Its tables grow in {@code output/_unfinished-<id>}, which readers of {@code
 * output/run=*} never match and Spark and Hadoop leave out of listings (they would show {@code
 * _run=<id>}: a name with an equals sign is a partition to them). {@link #commit} renames the
 * folder to {@code output/run=<id>} and then writes {@code manifest.json} into it. Closing a run
 * that was not committed removes all of it.
 */
public final class Run implements AutoCloseable {
  static final String MANIFEST = "manifest.json";
  static final String COMMITTED = "run=";
  static final String UNFINISHED = "_unfinished-";
  private static final String STAGED = "_staged";
  private static final String ROWS = "_rows";

  private final FileSystem files;
  private final RunId id;
  private final Instant started;
  private final Path unfinished;
  private final Path committed;
  private Heartbeat heartbeat;
  private boolean done;

  private Run(FileSystem files, Path output, RunId id, Instant started) {
    this.files = files;
    this.id = id;
    this.started = started;
    this.unfinished = new Path(output, UNFINISHED + id);
    this.committed = new Path(output, COMMITTED + id);
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
      if (!files.mkdirs(new Path(output, UNFINISHED + id))) {
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
    return new Path(unfinished, table).toString();
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
   * Makes the run visible: its tables by one rename, then the manifest that says it is whole. Until
   * it is closed, others see that there is something to be done with it.
   *
   * @throws UncheckedIOException if it could not; close the run, and nothing of it is left
   */
  public void commit(RunManifest manifest) {
    try {
      files.delete(new Path(unfinished, STAGED), true);
      files.delete(new Path(unfinished, ROWS), true);
      heartbeat.close();
      if (!files.rename(unfinished, committed)) {
        throw new IOException(unfinished + " could not be renamed to " + committed);
      }
      heartbeat = new Heartbeat(files, committed);
      writeManifest(manifest);
      done = true;
    } catch (IOException e) {
      throw new UncheckedIOException("Run " + id + " could not be committed", e);
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
      return;
    }
    try {
      files.delete(unfinished, true);
      files.delete(committed, true);
    } catch (IOException e) {
      throw new UncheckedIOException("What was written of run " + id + " could not be removed", e);
    }
  }
}
