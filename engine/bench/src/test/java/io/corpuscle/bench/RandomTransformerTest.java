package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.checkpoint.huggingface.Qwen2Config;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomTransformerTest {
  @TempDir private Path directory;

  @Test
  void theCheckpointIsOneOfTheShapeItWasDerivedFrom() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(model(false).transformer(300).write(directory));

    assertThat(checkpoint.modelType()).isEqualTo("qwen2");
    assertThat(checkpoint.config(Qwen2Config.class))
        .isEqualTo(new Qwen2Config(512, 128, 3, 4, 2, 384, 1e6, 1e-6f, false, "silu", 300));
    assertThat(checkpoint.tensors()).containsKey("lm_head.weight");
  }

  @Test
  void itIsReadAndWrittenOnWithItsHeadTied() throws IOException {
    model(true).transformer(300).write(directory);
    LanguageModel model =
        Engine.open(directory, EngineOptions.of("vector", Precision.FLOAT32.key())).model();

    GrowingDocument document = new GrowingDocument(model, n -> (int) n, System::nanoTime);

    // A token that is not a number would have been refused.
    assertThat(document.growTo(200, Duration.ofSeconds(1)).tokens()).isEqualTo(200);
    assertThat(model.capacity()).hasValue(300);
  }

  private static RandomModel model(boolean tied) {
    return new RandomModel(
        new GlaSwaConfig(512, 128, 3, List.of(1), 4, 2, 384, 64, 1e6, 1e-6f, tied, "swish", false),
        1);
  }
}
