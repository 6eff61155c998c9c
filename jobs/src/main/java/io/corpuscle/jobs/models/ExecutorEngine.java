package io.corpuscle.jobs.models;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
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

  private record Key(String fingerprint, String kernels, String precision) {}

  /**
   * The engine that runs a model.
   *
   * @param kernels the name of their provider
   * @param precision what its products multiply, or {@code auto}
   * @throws ModelException if the model's files are not the ones the driver found
   */
  public static Engine of(ModelRef model, String kernels, String precision, ModelStore store) {
    return LOADED.computeIfAbsent(
        new Key(model.fingerprint(), kernels, precision),
        key -> Engine.open(store.local(model), EngineOptions.of(kernels, precision)));
  }
}
