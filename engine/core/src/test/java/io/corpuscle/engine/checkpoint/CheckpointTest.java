package io.corpuscle.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
  @TempDir Path directory;

  @BeforeEach
  void writeModel() throws IOException {
    TinyModels.dna(directory, 1);
  }

  @Test
  void aModelOfRandomWeightsAssembles() {
    assertThat(assemble().modelDim()).isEqualTo(32);
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"hidden_size\": 32 | \"hidden_size\": 64 | config.json implies [8, 64]",
        "\"num_key_value_heads\": 2 | \"num_key_value_heads\": 4 | implies [32",
        "\"num_key_value_heads\": 2 | \"num_key_value_heads\": 3 | not a multiple of num_key_value_heads 3",
        "\"num_hidden_layers\": 2 | \"num_hidden_layers\": 3 | 'model.layers.2.attn.gk_proj.0.weight' is missing",
        "\"vocab_size\": 8, | '' | Missing required creator property 'vocab_size'",
        "\"sliding_window\": 40 | \"sliding_window\": null | sliding_window",
        "\"gla_swa\" | \"mamba\" | model_type is 'mamba'",
        "\"swish\" | \"gelu\" | hidden_act is 'gelu'",
        "\"use_short_conv\": false | \"use_short_conv\": true | use_short_conv is true",
        "\"attn_layers\": [1] | \"attn_layers\": [2] | attn_layers names layer 2",
        "\"bos_token_id\": 0 | \"quantization\": \"gptq\" | quantization is 'gptq'",
        "\"bos_token_id\": 0 | \"quantization\": \"w8aspike\" | 'spike_k'",
      })
  void aConfigThatContradictsTheTensorsIsRefused(String from, String to, String reason)
      throws IOException {
    Path config = directory.resolve("config.json");
    String text = Files.readString(config);
    assertThat(text).contains(from);
    Files.writeString(config, text.replace(from, to));

    assertThatThrownBy(this::assemble)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource({"../model.safetensors", "/etc/passwd", ".hidden", "a/b", "..", "a\\b"})
  void noShardNameLeadsOutOfTheDirectory(String shard) throws IOException {
    Files.writeString(
        directory.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"model.norm.weight\": \"" + shard + "\"}}");

    assertThatThrownBy(() -> Checkpoint.open(directory))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("not a plain file name");
  }

  @Test
  void aTensorTheIndexPromisesAndTheShardLacksIsNamed() throws IOException {
    Files.writeString(
        directory.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"model.nom.weight\": \"model.safetensors\"}}");

    assertThatThrownBy(() -> Checkpoint.open(directory))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("'model.nom.weight'");
  }

  @Test
  void aPlaceThatIsNoModelIsNamed() {
    assertThatThrownBy(() -> Checkpoint.open(directory.resolve("absent")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("absent is not a directory");
  }

  private io.corpuscle.engine.model.LanguageModel assemble() {
    return new ModelAssembler(new ReferenceKernels(), Precision.FLOAT32)
        .assemble(Checkpoint.open(directory));
  }
}
