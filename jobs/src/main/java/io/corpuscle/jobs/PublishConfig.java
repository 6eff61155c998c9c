package io.corpuscle.jobs;

import io.corpuscle.jobs.publish.Destination;
import io.corpuscle.jobs.publish.TableFormat;
import java.util.Optional;
import java.util.Set;

/** The map {@code publish} of a configuration. */
final class PublishConfig {
  /** The key. */
  static final String KEY = "publish";

  private static final String FORMAT = KEY + ".format";
  private static final String TO = KEY + ".to";
  private static final String BRANCH = KEY + ".branch";

  private PublishConfig() {}

  /** Reads the map; without one, runs stay in their output. */
  static Optional<Destination> of(Settings settings) {
    if (!settings.hasMap(KEY, Set.of("format", "to", "branch"))) {
      return Optional.empty();
    }
    TableFormat format =
        settings
            .choice(FORMAT, TableFormat.class)
            .orElseThrow(
                () ->
                    settings.refused(
                        FORMAT, "'" + FORMAT + "' is missing: parquet, iceberg or delta."));
    return Optional.of(
        new Destination(
            format,
            settings.requiredText(TO, "the namespace or the folder of the tables"),
            settings.text(BRANCH)));
  }
}
