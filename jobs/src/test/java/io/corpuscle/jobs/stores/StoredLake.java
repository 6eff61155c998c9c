package io.corpuscle.jobs.stores;

import io.corpuscle.jobs.faults.Lake;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * A copy of a lake in a folder of a store.
 *
 * @param lake what was copied
 * @param files the store
 * @param folder where the copy is
 */
public record StoredLake(Lake lake, FileSystem files, Path folder) {

  /**
   * Copies it into a folder of its own.
   *
   * @param hadoop is told how to reach the store
   */
  public static StoredLake copy(Lake lake, Store store, Configuration hadoop) throws IOException {
    store.addTo(hadoop);
    Path folder = new Path(store.root() + "/" + UUID.randomUUID());
    FileSystem files = folder.getFileSystem(hadoop);
    files.mkdirs(folder);
    StoredLake stored = new StoredLake(lake, files, folder);
    stored.put(lake.corpus(), "corpus");
    stored.put(lake.model(), "model");
    return stored;
  }

  /** Where the runs are. */
  public String output() {
    return folder + "/out";
  }

  /** The lines of a configuration that say so. */
  public List<String> overrides() {
    return List.of(
        "input=" + folder + "/corpus", "model=" + folder + "/model", "output=" + output());
  }

  /** Copies a document again. */
  void update(String document) throws IOException {
    put(lake.corpus().resolve(document), "corpus/" + document);
  }

  /** As a stream: uploads of whole files go by a client that has no part in what is tested. */
  private void put(java.nio.file.Path local, String name) throws IOException {
    Path from = new Path(local.toUri());
    FileUtil.copy(
        from.getFileSystem(files.getConf()),
        from,
        files,
        new Path(folder, name),
        false,
        files.getConf());
  }

  /** Removes a document. */
  void remove(String document) throws IOException {
    files.delete(new Path(folder, "corpus/" + document), false);
  }
}
