package io.corpuscle.jobs.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.TinyModels;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorEngineTest {
  private final ModelStore store = new ModelStore(new Configuration());

  private static EngineSettings settings(String kernels, String precision) {
    return new EngineSettings(kernels, precision, EngineSettings.ALL_EXPERTS);
  }

  @Test
  void tasksThatStartTogetherShareOneEngine(@TempDir Path folder) throws Exception {
    ModelRef model = store.find(TinyModels.dna(folder, 5).toString());
    Set<Engine> engines = Collections.newSetFromMap(new IdentityHashMap<>());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Callable<Engine>> tasks =
        Stream.<Callable<Engine>>generate(
                () -> () -> ExecutorEngine.of(model, settings("reference", "auto"), store))
            .limit(8)
            .toList();

    for (Future<Engine> engine : threads.invokeAll(tasks)) {
      engines.add(engine.get());
    }
    threads.shutdown();

    assertThat(engines).hasSize(1);
  }

  @Test
  void anotherModelOrOtherKernelsAreAnotherEngine(@TempDir Path folder) throws Exception {
    ModelRef one = store.find(TinyModels.dna(folder.resolve("one"), 1).toString());
    ModelRef two = store.find(TinyModels.dna(folder.resolve("two"), 2).toString());

    Engine engine = ExecutorEngine.of(one, settings("reference", "auto"), store);

    assertThat(ExecutorEngine.of(two, settings("reference", "auto"), store)).isNotSameAs(engine);
    assertThat(ExecutorEngine.of(one, settings("vector", "auto"), store)).isNotSameAs(engine);
    assertThat(ExecutorEngine.of(one, settings("reference", "int8"), store)).isNotSameAs(engine);
  }
}
