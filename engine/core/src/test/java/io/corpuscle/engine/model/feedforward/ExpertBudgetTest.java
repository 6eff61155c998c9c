package io.corpuscle.engine.model.feedforward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.convert.MoePlan;
import io.corpuscle.engine.convert.Transformers;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpertBudgetTest {
  private static final int EXPERTS = 8;
  private static final int THREADS = 3;
  private static final int TOKENS = 128;

  @TempDir private Path folder;
  private Path model;
  private Checkpoint checkpoint;
  private ModelAssembler assembler;

  @BeforeEach
  void convert() throws IOException {
    Path source = Transformers.untiedFloat32(3).write(folder.resolve("source"), 5);
    MoePlan plan = new MoePlan(List.of(2), List.of(0), 40, EXPERTS, 2, 2);
    model = folder.resolve("model");
    plan.of(Checkpoint.open(source), 3).write(model, 1L << 30, tensors -> {});
    checkpoint = Checkpoint.open(model);
    assembler = new ModelAssembler(new ReferenceKernels(), Precision.FLOAT32);
  }

  /** An expert's size in memory, from what two layers of eight add to a model without any. */
  private long expertBytes() {
    LanguageModel none = assembler.within(new ExpertBudget(1 << 30)).assemble(checkpoint);
    // Sinks have been read, and brought the experts they went to.
    ExpertBudget all = new ExpertBudget(1 << 30);
    assembler.within(all).assemble(checkpoint);
    long packed = assembler.assemble(checkpoint).bytes();
    long withoutExperts = none.bytes() - all.bytes();
    return (packed - withoutExperts) / (2 * EXPERTS);
  }

  @Test
  void whicheverAreInMemoryTheBitsAreTheSame() throws Exception {
    LanguageModel packed = assembler.assemble(checkpoint);
    ExpertBudget budget = new ExpertBudget(2 * expertBytes());
    LanguageModel hot = assembler.within(budget).assemble(checkpoint);
    List<float[]> expected = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      expected.add(read(packed, t));
    }

    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<float[]>> readings = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int seed = t;
        readings.add(pool.submit(() -> read(hot, seed)));
      }
      for (int t = 0; t < THREADS; t++) {
        assertThat(readings.get(t).get()).isEqualTo(expected.get(t));
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(budget.bytes()).isPositive().isLessThanOrEqualTo(2 * expertBytes());
    assertThat(budget.hitRate()).isBetween(0.01, 0.99);
    assertThat(hot.bytes()).isLessThan(packed.bytes());
  }

  @Test
  void withRoomForAllEachIsPackedOnce() {
    ExpertBudget budget = new ExpertBudget(2L * EXPERTS * expertBytes());
    LanguageModel model = assembler.within(budget).assemble(checkpoint);

    read(model, 1);
    double once = budget.hitRate();
    for (int i = 0; i < 20; i++) {
      read(model, 1);
    }

    assertThat(budget.bytes()).isLessThanOrEqualTo(2L * EXPERTS * expertBytes());
    assertThat(budget.hitRate()).isGreaterThan(once).isGreaterThan(0.9);
  }

  @Test
  void aBudgetForLessThanOneIsRefused() {
    long tooSmall = expertBytes() - 1;

    assertThatThrownBy(() -> assembler.within(new ExpertBudget(tooSmall)).assemble(checkpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.format("expertBytes is %,d", tooSmall));
  }

  @Test
  void anExpertThatIsMissingIsKnownBeforeAnythingIsRead() throws IOException {
    Path weights = model.resolve("model.safetensors");
    String bytes = Files.readString(weights, ISO_8859_1);
    Files.writeString(weights, bytes.replace("experts.7.up_proj", "experts.7.up_prog"), ISO_8859_1);

    Checkpoint damaged = Checkpoint.open(model);
    assertThatThrownBy(() -> assembler.within(new ExpertBudget(1 << 30)).assemble(damaged))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("experts.7.up_proj.weight' is missing");
  }

  private static float[] read(LanguageModel model, int seed) {
    int[] ids = new Random(seed).ints(TOKENS, 0, model.vocabulary()).toArray();
    Chunk chunk = new Chunk(TOKENS);
    chunk.append(model.start(), ids, 0, TOKENS);
    FloatMatrix hidden = FloatMatrix.zeros(TOKENS, model.modelDim());
    model.forward(chunk, hidden, Workspace.poisoned());
    return hidden.array();
  }
}
