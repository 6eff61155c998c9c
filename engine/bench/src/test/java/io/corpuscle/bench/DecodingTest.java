package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodingTest {
  private static final GlaSwaConfig SHAPE =
      new GlaSwaConfig(256, 64, 2, List.of(1), 4, 2, 96, 64, 1e6, 1e-6f, false, "swish", false);

  @TempDir private Path folder;

  @Test
  void aStepIsATokenWhateverLiesBehind() throws IOException {
    LanguageModel model = model();

    Decoding decoding = new Decoding(model, Decoding.read(model, 150, 64));

    assertThat(decoding.position()).isEqualTo(3 * 64);
    for (int token = 0; token < 70; token++) {
      assertThat(decoding.next()).isOne();
    }
    assertThat(decoding.position()).isEqualTo(3 * 64 + 70);
  }

  @Test
  void aTokenNeedsAllWeightsAndTheState() throws IOException {
    LanguageModel model = model();

    // S of 2·16·16 floats; a ring of two tiles of 64 keys and values, 2·16 floats each.
    long state = 4L * 2 * 16 * 16 + 4L * 2 * 2 * 64 * 2 * 16;
    assertThat(Decoding.bytesPerToken(model)).isEqualTo(model.bytes() + state);
  }

  private LanguageModel model() throws IOException {
    new RandomModel(SHAPE, 1).write(folder);
    return new ModelAssembler(KernelSelection.onClassPath().choose("vector"), Precision.FLOAT32)
        .assemble(Checkpoint.open(folder));
  }
}
