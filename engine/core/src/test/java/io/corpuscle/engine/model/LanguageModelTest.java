package io.corpuscle.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageModelTest {
  private static LanguageModel model;

  @BeforeAll
  static void open(@TempDir Path directory) throws IOException {
    TinyModels.dna(directory, 3);
    model =
        new ModelAssembler(new ReferenceKernels(), Precision.FLOAT32)
            .assemble(Checkpoint.open(directory));
  }

  @Test
  void documentsThatShareAChunkDoNotChangeEachOther() {
    int[] first = ids(70, 1);
    int[] second = ids(33, 2);
    ModelState firstState = model.start();
    ModelState secondState = model.start();
    Chunk shared = new Chunk(128);

    // The first document is ahead by 30 tokens when the second joins it.
    float[] head = read(chunkOf(firstState, first, 0, 30));
    shared.append(secondState, second, 0, 33);
    shared.append(firstState, first, 30, 40);
    float[] together = read(shared);

    float[] secondAlone = read(chunkOf(model.start(), second, 0, 33));
    float[] firstAlone = read(chunkOf(model.start(), first, 0, 70));
    assertThat(Arrays.copyOf(together, secondAlone.length)).isEqualTo(secondAlone);
    assertThat(head).isEqualTo(Arrays.copyOf(firstAlone, head.length));
    assertThat(Arrays.copyOfRange(together, secondAlone.length, together.length))
        .isEqualTo(Arrays.copyOfRange(firstAlone, head.length, firstAlone.length));
  }

  @Test
  void theStateDoesNotGrowWithTheDocument() {
    ModelState state = model.start();
    long before = state.bytes();

    read(chunkOf(state, ids(500, 4), 0, 500));

    assertThat(state.position()).isEqualTo(500);
    assertThat(state.bytes()).isEqualTo(before);
  }

  @Test
  void aTokenOutsideTheVocabularyIsNamed() {
    assertThatThrownBy(() -> read(chunkOf(model.start(), new int[] {8}, 0, 1)))
        .hasMessageContaining("token 8")
        .hasMessageContaining("vocabulary of 8");
  }

  private static Chunk chunkOf(ModelState state, int[] ids, int from, int count) {
    Chunk chunk = new Chunk(count);
    chunk.append(state, ids, from, count);
    return chunk;
  }

  /** Final hidden states, {@code [T·D]}, all finite. */
  private static float[] read(Chunk chunk) {
    FloatMatrix hidden = FloatMatrix.zeros(chunk.tokens(), model.modelDim());
    model.forward(chunk, hidden, Workspace.poisoned());
    for (float h : hidden.array()) {
      assertThat(h).isFinite();
    }
    return hidden.array();
  }

  private static int[] ids(int count, long seed) {
    return new Random(seed).ints(count, 0, model.vocabulary()).toArray();
  }
}
