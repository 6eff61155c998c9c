package io.corpuscle.jobs.models;

import io.corpuscle.engine.Engine;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The engines of this JVM: each loaded once, by the first task that asks, while those that ask
 * meanwhile wait. Spark gives tasks no other place to share one; this is the only static state of
 * the project.
 */
public final class ExecutorEngine {
  private static final ConcurrentMap<Key, Engine> LOADED = new ConcurrentHashMap<>();

  private ExecutorEngine() {}

  private record Key(String fingerprint, EngineSettings settings) {}

  /**
   * The engine that runs a model.
   *
   * @throws ModelException if the model's files are not the ones the driver found
   */
  public static Engine of(ModelRef model, EngineSettings settings, ModelStore store) {
    return LOADED.computeIfAbsent(
        new Key(model.fingerprint(), settings),
        key -> Engine.open(store.local(model), settings.options()));
  }
}
