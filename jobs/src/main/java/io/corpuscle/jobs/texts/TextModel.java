package io.corpuscle.jobs.texts;

import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.jobs.models.EngineSettings;
import io.corpuscle.jobs.models.ExecutorEngine;
import io.corpuscle.jobs.models.ModelRef;
import io.corpuscle.jobs.models.ModelStore;
import java.io.Serializable;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * A model and how it reads texts, as it travels to the executors.
 *
 * @param model which reads
 * @param engine what runs it; its kernels are chosen
 * @param windowTokens tokens that bits are added up over before their sums are
 * @param chunkTokens tokens that go through the model together
 * @param documentsTogether at most how many texts are read together
 * @param measures what is measured
 */
public record TextModel(
    ModelRef model,
    EngineSettings engine,
    int windowTokens,
    int chunkTokens,
    int documentsTogether,
    Set<Measure> measures)
    implements Serializable {

  public TextModel {
    measures = Set.copyOf(measures);
  }

  /**
   * Finds a model, and chooses the kernels that all executors will have.
   *
   * @param model a bundled name or a directory on any Hadoop file system
   * @param engine its kernels may be {@code auto}
   * @throws io.corpuscle.jobs.models.ModelException if there is no such model
   * @throws IllegalArgumentException if the kernels cannot run here
   */
  public static TextModel find(
      String model, EngineSettings engine, ReadingOptions options, Configuration hadoop) {
    EngineSettings chosen = engine.chosen();
    return new TextModel(
        new ModelStore(hadoop).find(model),
        chosen,
        options.windowTokens(),
        options.chunkTokens(),
        options.documentsTogether(),
        options.measures());
  }

  /** A reader for one thread, over the engine that this JVM has of it. */
  public DocumentReader reader(Configuration hadoop) {
    return ExecutorEngine.of(model, engine, new ModelStore(hadoop))
        .reader(new ReadingOptions(windowTokens, chunkTokens, documentsTogether, measures));
  }
}
