package io.corpuscle.jobs;

import io.corpuscle.jobs.publish.Arrival;
import io.corpuscle.jobs.publish.Publication;
import io.corpuscle.jobs.run.Runs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job does for its runs to be in the tables of others: the run that it makes, and before
 * that those that an earlier job committed and died, or failed, before they were published.
 */
final class RunPublishing {
  private static final Logger LOG = LoggerFactory.getLogger(RunPublishing.class);

  private final AnalyzeConfig config;
  private final Publication publication;

  private RunPublishing(AnalyzeConfig config, Publication publication) {
    this.config = config;
    this.publication = publication;
  }

  static RunPublishing of(SparkSession spark, AnalyzeConfig config) {
    return new RunPublishing(
        config,
        config
            .publish()
            .map(destination -> Publication.to(destination, spark, config.output()))
            .orElseGet(() -> Publication.inPlace(spark, config.output())));
  }

  /**
   * Sees to it that what is to come can be published, and publishes what is missing.
   *
   * @throws io.corpuscle.jobs.publish.PublishException if it cannot
   */
  void begin(Runs runs) {
    if (config.publish().isPresent()) {
      publication.requireUsable(arrival(config));
      publishMissing(runs);
    } else {
      quietly(() -> publishMissing(runs));
    }
  }

  /** A list of runs that cannot be written is no reason to lose a run; the next job adds to it. */
  private void quietly(Runnable listing) {
    try {
      listing.run();
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      LOG.warn(
          "The runs in {} could not be listed in a table: {}", config.output(), e.getMessage());
    }
  }

  private void publishMissing(Runs runs) {
    Set<String> published = publication.published();
    Optional<String> latest = published.stream().max(String::compareTo);
    for (Runs.Committed run : runs.committed()) {
      String id = run.manifest().run();
      if (published.contains(id)) {
        continue;
      }
      AnalyzeConfig of = AnalyzeConfig.of(run.manifest().config());
      boolean wanted = of.publish().equals(config.publish());
      // What a later run has put right is not to be undone.
      boolean late =
          publication.supersedes(arrival(of))
              && latest.filter(l -> l.compareTo(id) > 0).isPresent();
      if (wanted && !late && !runs.isAtWork(run)) {
        LOG.info("Run {} had not been published to its end, and is now", id);
        try (Runs.Work work = runs.workOn(run)) {
          publication.publish(run, of.runTables(), arrival(of));
        }
      }
    }
  }

  private static Arrival arrival(AnalyzeConfig config) {
    return switch (config.mode()) {
      case APPEND -> Arrival.BESIDE;
      case OVERWRITE -> Arrival.INSTEAD;
      case INCREMENTAL -> Arrival.BY_DOCUMENT;
    };
  }

  /** Publishes a run that has just been committed. */
  void publish(Runs runs, Runs.Committed run) {
    if (config.publish().isEmpty()) {
      quietly(() -> publication.publish(run, config.runTables(), arrival(config)));
      return;
    }
    publication.publish(run, config.runTables(), arrival(config));
    removePublished(runs, run);
  }

  /** The rows of earlier runs are in the tables; here they would lie a second time. */
  private void removePublished(Runs runs, Runs.Committed latest) {
    Set<String> published = publication.published();
    List<Runs.Committed> earlier =
        runs.committed().stream()
            .filter(run -> run.manifest().run().compareTo(latest.manifest().run()) < 0)
            .filter(run -> published.contains(run.manifest().run()))
            .toList();
    earlier.forEach(runs::remove);
  }
}
