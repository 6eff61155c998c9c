package io.corpuscle.engine.convert;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionTest {
  private static final int LAYERS = 4;
  private static final long SHARD_BYTES = 30_000;

  private static final GlaSwaPlan LINEAR = new GlaSwaPlan(GlaSwaPlan.alternating(LAYERS), 40);

  private static final MoePlan EXPERTS =
      new MoePlan(
          MoePlan.reportedFullLayers(LAYERS), MoePlan.reportedDenseLayers(LAYERS), 40, 4, 2, 3);

  @TempDir private Path folder;

  private Path convert(Path source, ConversionPlan plan) throws IOException {
    Path target = folder.resolve(plan.modelType());
    plan.of(Checkpoint.open(source), 7).write(target, SHARD_BYTES, tensors -> {});
    return target;
  }

  @Test
  void everyCopiedTensorIsTheSourcesBitForBit() throws IOException {
    Path source = Transformers.tiedShardedBfloat16(LAYERS).write(folder.resolve("source"), 1);

    Checkpoint from = Checkpoint.open(source);
    Checkpoint to = Checkpoint.open(convert(source, LINEAR));

    assertThat(source.resolve("model.safetensors.index.json")).exists();
    assertThat(to.directory().resolve("model.safetensors.index.json")).exists();
    Map<String, StoredTensor> tensors = to.tensors();
    from.tensors()
        .forEach(
            (name, tensor) -> {
              StoredTensor copy = tensors.get(linearName(name));
              assertThat(copy).as(linearName(name)).isNotNull();
              assertThat(copy.type()).isEqualTo(tensor.type());
              assertThat(copy.shape()).isEqualTo(tensor.shape());
              assertThat(Fingerprints.of(copy)).as(name).isEqualTo(Fingerprints.of(tensor));
            });
    assertThat(tensors).hasSize(from.tensors().size() + 2 * 4);
    assertThat(tensors).doesNotContainKey("lm_head.weight");
  }

  private static String linearName(String name) {
    return name.replace("embed_tokens", "embeddings")
        .replace("input_layernorm", "attn_norm")
        .replace("post_attention_layernorm", "mlp_norm")
        .replace("self_attn", "attn");
  }

  @Test
  void bothBranchesAreTheSourcesAttention() throws IOException {
    Path source = Transformers.tiedShardedBfloat16(LAYERS).write(folder.resolve("source"), 1);

    Checkpoint from = Checkpoint.open(source);
    Map<String, StoredTensor> to = Checkpoint.open(convert(source, EXPERTS)).tensors();

    for (String part : List.of("q_proj.weight", "k_proj.bias", "v_proj.weight")) {
      String print = Fingerprints.of(from.tensor("model.layers.1.self_attn." + part));
      assertThat(Fingerprints.of(to.get("model.layers.1.attn." + part))).isEqualTo(print);
      assertThat(Fingerprints.of(to.get("model.layers.1.attn.la_" + part))).isEqualTo(print);
    }
    assertThat(Fingerprints.of(to.get("lm_head.weight")))
        .as("the architecture has a head of its own")
        .isEqualTo(Fingerprints.of(from.tensor("model.embed_tokens.weight")));
  }

  @Test
  void whatComesOfItReadsAndItsLogitsAreFinite() throws IOException {
    Path source = Transformers.untiedFloat32(LAYERS).write(folder.resolve("source"), 2);

    for (ConversionPlan plan : List.of(LINEAR, EXPERTS)) {
      Checkpoint converted = Checkpoint.open(convert(source, plan));

      assertThat(converted.modelType()).isEqualTo(plan.modelType());
      assertThat(converted.convertedFrom().orElseThrow().positions()).isEqualTo(4096);
      for (float logit : logits(converted)) {
        assertThat(logit).isFinite();
      }
    }
  }

  private static float[] logits(Checkpoint checkpoint) {
    LanguageModel model =
        new ModelAssembler(new ReferenceKernels(), Precision.FLOAT32).assemble(checkpoint);
    int[] ids = new Random(3).ints(100, 0, model.vocabulary()).toArray();
    Chunk chunk = new Chunk(ids.length);
    chunk.append(model.start(), ids, 0, ids.length);
    Workspace workspace = Workspace.poisoned();
    FloatMatrix hidden = FloatMatrix.zeros(ids.length, model.modelDim());
    model.forward(chunk, hidden, workspace);
    FloatMatrix logits = FloatMatrix.zeros(ids.length, model.vocabulary());
    model.logits(hidden, logits, workspace);
    return logits.array();
  }

  @Test
  void newParametersDependOnTheSeedAlone() throws IOException {
    Checkpoint source =
        Checkpoint.open(Transformers.untiedFloat32(2).write(folder.resolve("source"), 2));
    GlaSwaPlan plan = new GlaSwaPlan(List.of(1), 40);
    for (long seed : List.of(1L, 2L)) {
      plan.of(source, seed).write(folder.resolve("a" + seed), SHARD_BYTES, t -> {});
      plan.of(source, seed).write(folder.resolve("b" + seed), SHARD_BYTES, t -> {});
    }

    assertThat(decay("a1")).isEqualTo(decay("b1")).isNotEqualTo(decay("a2"));
    assertThat(decay("a2")).isEqualTo(decay("b2"));
  }

  private String decay(String model) {
    return Fingerprints.of(
        Checkpoint.open(folder.resolve(model)).tensor("model.layers.0.attn.gk_proj.0.weight"));
  }

  @Test
  void channelsBeginWithMemoriesFromAHundredTokensToTensOfThousands() throws IOException {
    Path source = Transformers.untiedFloat32(LAYERS).write(folder.resolve("source"), 2);
    Checkpoint converted = Checkpoint.open(convert(source, LINEAR));

    float[] bias = converted.tensor("model.layers.0.attn.gk_proj.1.bias").floats();
    double[] memory = new double[bias.length];
    for (int i = 0; i < bias.length; i++) {
      memory[i] = 16 / Math.log1p(Math.exp(-bias[i]));
    }

    assertThat(memory[0]).isBetween(100.0, 150.0);
    assertThat(memory[7]).as("the last channel of the first head").isBetween(40_000.0, 50_000.0);
  }

  @Test
  void layersAreThoseOfThePublishedModels() {
    assertThat(GlaSwaPlan.alternating(28)).hasSize(14).contains(1, 27).doesNotContain(0, 26);
    assertThat(MoePlan.reportedFullLayers(28)).containsExactly(6, 13, 20, 27);
    assertThat(MoePlan.reportedDenseLayers(28)).containsExactly(0, 1, 2, 4, 6, 8, 10);
    assertThat(MoePlan.reportedDenseLayers(2)).containsExactly(0);
  }

  @Test
  void aMissingTensorIsNamedAndNothingIsLeft() throws IOException {
    Path source = Transformers.untiedFloat32(2).write(folder.resolve("source"), 2);
    rename(source, "model.layers.1.mlp.up_proj.weight", "model.layers.1.mlp.up_prog.weight");

    assertThatThrownBy(() -> convert(source, new MoePlan(List.of(1), List.of(0), 40, 4, 1, 2)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("'model.layers.1.mlp.up_proj.weight' is missing");
    assertNothingIsLeft();
  }

  @Test
  void aTensorOfAnotherShapeIsNamedAndNothingIsLeft() throws IOException {
    Path source = Transformers.untiedFloat32(2).write(folder.resolve("source"), 2);
    rewrite(
        source.resolve("config.json"), "\"num_key_value_heads\": 2", "\"num_key_value_heads\": 4");

    assertThatThrownBy(() -> convert(source, new GlaSwaPlan(List.of(1), 40)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(
            "'model.layers.0.self_attn.k_proj.weight' is [16, 32] but config.json implies [32, 32]");
    assertNothingIsLeft();
  }

  @Test
  void anotherArchitectureIsRefused() throws IOException {
    Path source = Transformers.untiedFloat32(2).write(folder.resolve("source"), 2);
    rewrite(source.resolve("config.json"), "\"qwen2\"", "\"llama\"");

    assertThatThrownBy(() -> convert(source, LINEAR))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("model_type is 'llama'");
    assertNothingIsLeft();
  }

  @Test
  void aFileCutShortIsRefused() throws IOException {
    Path source = Transformers.untiedFloat32(2).write(folder.resolve("source"), 2);
    Path weights = source.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> convert(source, LINEAR))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("model.safetensors");
    assertNothingIsLeft();
  }

  @Test
  void layersThatTheSourceDoesNotHaveAreRefused() throws IOException {
    Path source = Transformers.untiedFloat32(2).write(folder.resolve("source"), 2);

    assertThatThrownBy(() -> convert(source, new GlaSwaPlan(List.of(5), 40)))
        .hasMessageContaining("attn_layers names layer 5 and num_hidden_layers is 2");
    assertThatThrownBy(() -> convert(source, new MoePlan(List.of(1), List.of(3), 40, 4, 1, 2)))
        .hasMessageContaining("dense_layers names layer 3 and num_hidden_layers is 2");
    assertNothingIsLeft();
  }

  @Test
  void aFolderThatIsThereIsNotOverwritten() throws IOException {
    Path source = Transformers.untiedFloat32(LAYERS).write(folder.resolve("source"), 2);
    Path target = convert(source, LINEAR);
    String before = Files.readString(target.resolve("config.json"));

    assertThatThrownBy(() -> convert(source, LINEAR)).hasMessageContaining("is there already");
    assertThat(target.resolve("config.json")).hasContent(before);
  }

  private void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("source"));
    }
  }

  /** Renames a tensor to a name as long, so that all others stay where the header says. */
  private static void rename(Path source, String name, String other) throws IOException {
    Path weights = source.resolve("model.safetensors");
    String bytes = Files.readString(weights, ISO_8859_1);
    Files.writeString(weights, bytes.replace('"' + name + '"', '"' + other + '"'), ISO_8859_1);
  }

  private static void rewrite(Path file, String text, String other) throws IOException {
    Files.writeString(file, Files.readString(file).replace(text, other));
  }

  @Test
  void tensorsThatNobodyAskedForAreListed() throws IOException {
    Path source = Transformers.untiedFloat32(2).write(folder.resolve("source"), 2);
    rewrite(
        source.resolve("config.json"),
        "\"tie_word_embeddings\": false",
        "\"tie_word_embeddings\": true");

    Conversion conversion = new GlaSwaPlan(List.of(1), 40).of(Checkpoint.open(source), 1);

    assertThat(conversion.unused()).containsExactly("lm_head.weight");
    assertThat(conversion.copied().count()).isEqualTo(26);
    assertThat(conversion.made().count()).isEqualTo(4);
    assertThat(conversion.scaled().count()).isZero();
  }
}
