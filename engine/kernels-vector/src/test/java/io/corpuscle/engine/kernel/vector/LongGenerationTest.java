package io.corpuscle.engine.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.generation.Generator;
import io.corpuscle.engine.generation.Greedy;
import io.corpuscle.engine.generation.Sampler;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.state.ModelState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What writing on needs two million tokens into a document beside its beginning: nothing. */
@Tag("full")
class LongGenerationTest {
  private static final int PART = 1 << 18;
  private static final int PARTS = 8;
  private static final int STEPS = 20_000;
  private static final long NOISE = 1 << 20;

  private final List<Sampler> sampler = List.of(new Greedy());
  private final int[] token = new int[1];

  @Test
  void memoryDoesNotGrowWithTheDocument(@TempDir Path directory) throws IOException {
    LanguageModel model =
        Engine.open(TinyModels.dna(directory, 1), EngineOptions.of("vector", KernelSelection.AUTO))
            .model();
    int[] ids = new Random(2).ints(PART, 0, model.vocabulary()).toArray();
    ModelState state = model.start();
    Generator generator = new Generator(model, 1);
    generator.prefill(state, ids, 0, 1_000);
    write(generator, state);
    long held = generator.bytes() + state.bytes();
    long heap = heapInUse();

    for (int part = 0; part < PARTS; part++) {
      generator.prefill(state, ids, 0, PART);
    }
    write(generator, state);

    assertThat(state.position()).isEqualTo(1_000L + PARTS * PART + 2 * STEPS);
    assertThat(generator.bytes() + state.bytes()).isEqualTo(held);
    assertThat(heapInUse()).isLessThan(heap + NOISE);
  }

  private void write(Generator generator, ModelState state) {
    for (int t = 0; t < STEPS; t++) {
      generator.step(sampler, List.of(state), token);
    }
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
