package io.corpuscle.jobs.cli;

import io.corpuscle.jobs.models.ModelStore;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/** Finds a model's folder on this machine, by path or by the name of a bundled one. */
final class ModelFolder {
  private ModelFolder() {}

  static Path named(String model) {
    // A path needs no copy, and its files are reported on as they are.
    if (Path.of(model).getNameCount() > 1) {
      return Path.of(model);
    }
    ModelStore store = new ModelStore(new Configuration());
    return store.local(store.find(model));
  }
}
