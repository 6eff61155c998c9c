package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.bench.TokenReading.Scoring;
import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter.Declared;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomModelTest {
  private static final GlaSwaConfig SMALL =
      new GlaSwaConfig(
          512, 128, 6, List.of(1, 3, 5), 4, 2, 384, 64, 1e6, 1e-6f, false, "swish", false);

  @TempDir private Path directory;

  @Test
  void theCheckpointSaysTheShapeItWasMadeFor() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(new RandomModel(SMALL, 1).write(directory));

    assertThat(checkpoint.modelType()).isEqualTo("gla_swa");
    assertThat(checkpoint.config(GlaSwaConfig.class)).isEqualTo(SMALL);
    assertThat(checkpoint.tensors().values())
        .allSatisfy(tensor -> assertThat(tensor.type()).isEqualTo(ElementType.BF16));
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherOthers() throws IOException {
    Path first = new RandomModel(SMALL, 1).write(directory.resolve("first"));
    Path second = new RandomModel(SMALL, 1).write(directory.resolve("second"));
    Path other = new RandomModel(SMALL, 2).write(directory.resolve("other"));

    assertThat(first.resolve("model.safetensors"))
        .hasSameBinaryContentAs(second.resolve("model.safetensors"));
    assertThat(Files.mismatch(first.resolve("config.json"), other.resolve("config.json")))
        .isEqualTo(-1);
    assertThat(
            Files.mismatch(first.resolve("model.safetensors"), other.resolve("model.safetensors")))
        .isPositive();
  }

  @Test
  void weightsAreOfTheSizeThatKeepsActivations() throws IOException {
    Checkpoint checkpoint = Checkpoint.open(new RandomModel(SMALL, 3).write(directory));

    float[] down = checkpoint.tensor("model.layers.2.mlp.down_proj.weight", 128, 384).floats();
    float[] up = checkpoint.tensor("model.layers.2.mlp.up_proj.weight", 384, 128).floats();
    float[] decay = checkpoint.tensor("model.layers.2.attn.gk_proj.1.bias", 64).floats();

    assertThat(mean(down)).isBetween(-1e-3, 1e-3);
    assertThat(deviation(down) * Math.sqrt(384)).isBetween(0.98, 1.02);
    assertThat(deviation(up) * Math.sqrt(128)).isBetween(0.98, 1.02);
    assertThat(correlation(down, up)).isBetween(-0.02, 0.02);
    assertThat(mean(decay)).isBetween(3.5, 4.5);
    assertThat(checkpoint.tensor("model.norm.weight", 128).floats()).containsOnly(1f);
  }

  @Test
  void aReadingStaysFiniteAndKnowsNothing() throws IOException {
    new RandomModel(SMALL, 4).write(directory);
    LanguageModel model =
        Engine.open(directory, EngineOptions.of("vector", Precision.FLOAT32.key())).model();
    TokenReading reading = new TokenReading(model, Scoring.EVERY_TOKEN, 128, 5);

    double sum = 0;
    for (int chunk = 0; chunk < 8; chunk++) {
      assertThat(reading.next()).isEqualTo(128);
      sum += mean(reading.nll());
    }

    assertThat(reading.position()).isEqualTo(1024);
    // Logits of variance 1 over V tokens: log V + 1/2 nats.
    assertThat(sum / 8).isBetween(Math.log(512) + 0.3, Math.log(512) + 0.7);
  }

  @Test
  void itsTokenizerIsOneTheEngineOpens() throws IOException {
    new RandomModel(SMALL, 6).write(directory);
    Engine engine = Engine.open(directory, EngineOptions.of("reference", KernelSelection.AUTO));

    int[] tokens = new int[1];
    var stream = engine.tokenizer().open((id, byteEnd) -> tokens[0]++);
    byte[] text = "A line.\n".getBytes(StandardCharsets.US_ASCII);
    stream.feed(text, 0, text.length);
    stream.finish();

    assertThat(tokens[0]).isEqualTo(text.length);
  }

  @Test
  void theHalfBillionShapeHasThatManyWeights() {
    List<Declared> tensors = new RandomModel(RandomModel.HALF_BILLION, 1).checkpoint().tensors();

    // The table and the head 136,134,656 each, a norm of 896; 14,912,384 a layer, and in the linear
    // ones 16,384 and 128 of the decay and 64 of the norm of heads.
    assertThat(tensors.stream().mapToLong(Declared::size).sum())
        .isEqualTo(2 * 136_134_656L + 896 + 24 * 14_912_384L + 12 * 16_576L);
    assertThat(tensors).doesNotHaveDuplicates();
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    return Math.sqrt(product(values, values) / values.length);
  }

  private static double correlation(float[] a, float[] b) {
    return product(a, b) / a.length / deviation(a) / deviation(b);
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
