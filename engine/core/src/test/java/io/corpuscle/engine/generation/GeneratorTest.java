package io.corpuscle.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.state.ModelState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
  private static LanguageModel model;

  @BeforeAll
  static void open(@TempDir Path directory) throws IOException {
    TinyModels.dna(directory, 3);
    model =
        new ModelAssembler(new ReferenceKernels(), Precision.FLOAT32)
            .assemble(Checkpoint.open(directory));
  }

  @Test
  void greedyWritesTheSameAgain() {
    assertThat(written(Greedy::new)).isEqualTo(written(Greedy::new));
  }

  @Test
  void aSeedWritesTheSameAgainAndAnotherSomethingElse() {
    int[] first = written(() -> new TopK(5, 1, 11));

    assertThat(written(() -> new TopK(5, 1, 11))).isEqualTo(first);
    assertThat(written(() -> new TopK(5, 1, 12))).isNotEqualTo(first);
  }

  @Test
  void memoryDoesNotGrowWithTheDocument() {
    Generator generator = new Generator(model, 1);
    ModelState state = model.start();
    int[] token = {4};
    generator.prefill(state, ids(600), 0, 600);
    generator.step(List.of(new Greedy()), List.of(state), token);
    long before = state.bytes() + generator.bytes();

    int[] many = ids(20_000);
    generator.prefill(state, many, 0, many.length);
    for (int t = 0; t < 500; t++) {
      generator.step(List.of(new Greedy()), List.of(state), token);
    }

    assertThat(state.position()).isEqualTo(600 + 1 + 20_000 + 500);
    assertThat(state.bytes() + generator.bytes()).isEqualTo(before);
  }

  @Test
  void whatCannotStepTogetherIsRefused() {
    Generator generator = new Generator(model, 2);
    ModelState state = model.start();
    ModelState other = model.start();

    assertThatThrownBy(() -> generator.step(new int[2], List.of(state, state)))
        .hasMessageContaining("documents 0 and 1");
    assertThatThrownBy(() -> generator.step(new int[3], List.of(state, other, model.start())))
        .hasMessageContaining("3 documents")
        .hasMessageContaining("1 to 2");
    assertThatThrownBy(() -> generator.step(new int[0], List.of()))
        .hasMessageContaining("0 documents");
    assertThatThrownBy(
            () -> generator.step(List.of(new Greedy()), List.of(state, other), new int[2]))
        .hasMessageContaining("1 samplers for 2 documents");
    assertThatThrownBy(() -> generator.prefill(state, new int[1], 0, 0))
        .hasMessageContaining("count is 0");
    assertThatThrownBy(() -> new Generator(model, 0)).hasMessageContaining("capacity is 0");
    assertThat(state.position()).isZero();
  }

  private static int[] written(Supplier<Sampler> sampler) {
    Generator generator = new Generator(model, 1);
    List<Sampler> samplers = List.of(sampler.get());
    ModelState state = model.start();
    int[] token = {samplers.get(0).next(generator.prefill(state, ids(30), 0, 30), 0)};
    int[] written = new int[100];
    for (int t = 0; t < written.length; t++) {
      written[t] = token[0];
      generator.step(samplers, List.of(state), token);
    }
    return written;
  }

  private static int[] ids(int count) {
    return new Random(5).ints(count, 0, model.vocabulary()).toArray();
  }
}
