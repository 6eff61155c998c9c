package io.corpuscle.jobs;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.jobs.memory.MemoryNeed;
import io.corpuscle.jobs.memory.ModelFootprint;
import io.corpuscle.jobs.models.EngineSettings;
import io.corpuscle.jobs.models.ExecutorEngine;
import io.corpuscle.jobs.models.ModelPrecision;
import io.corpuscle.jobs.models.ModelRef;
import io.corpuscle.jobs.models.ModelStore;
import io.corpuscle.jobs.run.RunManifest;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.MeasuredSpeeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * The models that a configuration names, opened on the driver as the executors will open them: a
 * damaged one is to be known before the first document.
 *
 * @param kernels what runs them, provider and instruction set
 * @param models by the names that the configuration uses
 */
public record ModelsInUse(String kernels, SortedMap<String, Model> models) {

  public ModelsInUse {
    models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
  }

  /** A model as it was found, and its engine. */
  public record Model(ModelRef ref, Engine engine) {}

  /**
   * Opens them.
   *
   * @throws io.corpuscle.jobs.models.ModelException if there is no such model, or it is to count
   *     spikes and read in a precision that has none
   * @throws io.corpuscle.engine.checkpoint.CheckpointException if one is damaged
   * @throws IllegalArgumentException if the kernels asked for cannot run here
   */
  public static ModelsInUse open(Configuration hadoop, AnalyzeConfig config) {
    Kernels kernels = KernelSelection.onClassPath().choose(config.engine().kernels());
    EngineSettings settings = config.engine().with(kernels.name());
    ModelStore store = new ModelStore(hadoop);
    SortedMap<String, Model> models = new TreeMap<>();
    for (String name : new TreeSet<>(config.model().values())) {
      ModelRef ref = store.find(name);
      Engine engine = ExecutorEngine.of(ref, settings, store);
      if (config.spikes()) {
        new ModelPrecision(name, engine.precision()).requireSpiking();
      }
      models.put(name, new Model(ref, engine));
    }
    return new ModelsInUse(kernels.name() + ", " + kernels.instructionSet(), models);
  }

  /** One of them. */
  public Model model(String name) {
    return Objects.requireNonNull(models.get(name), "every model of the configuration is open");
  }

  SortedMap<String, String> fingerprints() {
    return each(model -> model.ref().fingerprint());
  }

  SortedMap<String, String> precisions() {
    return each(model -> model.engine().precision().key());
  }

  private SortedMap<String, String> each(Function<Model, String> property) {
    SortedMap<String, String> properties = new TreeMap<>();
    models.forEach((name, model) -> properties.put(name, property.apply(model)));
    return properties;
  }

  /** What a JVM that runs so many tasks needs to read with them. */
  public MemoryNeed memoryNeed(AnalyzeConfig config, int tasks) {
    ReadingOptions options =
        new ReadingOptions(
            config.windowTokens(),
            config.chunkTokens(),
            config.documentsTogether(),
            config.measures());
    List<ModelFootprint> footprints = new ArrayList<>();
    models.forEach(
        (name, model) -> footprints.add(ModelFootprint.of(name, model.engine(), options)));
    return new MemoryNeed(footprints, tasks, config.documentsTogether());
  }

  /** Which of them rows call by a name: the name of its directory, which two may share. */
  Map<String, List<String>> byRowName() {
    return models.keySet().stream()
        .collect(Collectors.groupingBy(name -> model(name).ref().name()));
  }

  /**
   * How fast each was in the latest of some runs that read with it: with the same files, in the
   * same precision, by the same kernels.
   *
   * @param runs the oldest first
   */
  public MeasuredSpeeds speeds(List<Runs.Committed> runs) {
    SortedMap<String, Double> speeds = new TreeMap<>();
    for (Runs.Committed run : runs) {
      run.manifest()
          .speeds()
          .forEach(
              (name, speed) -> {
                if (asIn(run.manifest(), name)) {
                  speeds.put(name, speed);
                }
              });
    }
    return new MeasuredSpeeds(speeds);
  }

  private boolean asIn(RunManifest run, String name) {
    return models.containsKey(name)
        && run.kernels().equals(kernels)
        && model(name).ref().fingerprint().equals(run.models().get(name))
        && model(name).engine().precision().key().equals(run.precisions().get(name));
  }
}
