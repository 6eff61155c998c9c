package io.corpuscle.engine.text;

import io.corpuscle.engine.SharedFiles;
import java.nio.file.Path;

/** Where the bundled models lie. */
final class BundledModels {
  static final String PLACE = "models/";

  private BundledModels() {}

  static Path text() {
    return SharedFiles.shared(PLACE + "text");
  }

  static Path dna() {
    return SharedFiles.shared(PLACE + "dna");
  }
}
