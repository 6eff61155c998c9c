package io.corpuscle.engine.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.SharedFiles;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.TinyModels.Widths;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.huggingface.W8aSpikeConfig;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter.Declared;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizationTest {
  private static final int D = 128;
  private static final Widths WIDE = new Widths(D, 256);
  private static final String GK = "model.layers.0.attn.gk_proj";
  private static final long SMALL_SHARD = 100_000;

  private final Kernels kernels = KernelSelection.onClassPath().choose("reference");
  private final Sample sample = Passages.sample(8, 70);
  @TempDir private Path folder;
  private Path target;

  @BeforeEach
  void nameATarget() {
    target = folder.resolve("models/quantised");
  }

  private QuantizationReport quantise(Path model, QuantizationOptions options) throws IOException {
    return new Quantization(kernels, options, (step, part, parts) -> {})
        .run(Checkpoint.open(model), sample, target);
  }

  private Path wide() throws IOException {
    return TinyModels.dna(folder.resolve("model"), 5, WIDE);
  }

  @Test
  void theCheckpointHasThePublishedNamesAndShapes() throws IOException {
    quantise(wide(), QuantizationOptions.defaults());

    Checkpoint written = Checkpoint.open(target);
    assertThat(written.tensor(GK + ".weight").shape()).containsExactly(64L, 128L);
    assertThat(written.tensor(GK + ".bias").shape()).containsExactly(64L);
    assertThat(written.tensor(GK + ".weight_quantizer.scales").shape())
        .containsExactly(64L, 1L, 1L);
    assertThat(written.tensor("model.layers.1.mlp.down_proj.weight_quantizer.scales").shape())
        .containsExactly(128L, 2L, 1L);
    assertThat(written.tensors().keySet())
        .contains("lm_head.weight", "model.layers.1.attn.o_proj.weight_quantizer.scales")
        .noneMatch(name -> name.contains("gk_proj.0") || name.contains("gk_proj.1"))
        .noneMatch(name -> name.startsWith("lm_head.weight_") || name.contains("norm.weight_"));
    W8aSpikeConfig config = written.w8aSpike().orElseThrow();
    assertThat(config.groupSize()).isEqualTo(128);
    assertThat(config.downProjectionSpikes()).isTrue();
    assertThat(written.spiking()).isEmpty();
  }

  /** Weights stay what they are: read in float32, the two are one model. */
  @Test
  void nothingIsLostButByTheRounding() throws IOException {
    Path model = wide();
    quantise(model, QuantizationOptions.defaults());

    assertThat(bits(target)).isCloseTo(bits(model), within(1e-3));
    Engine engine = Engine.open(target, EngineOptions.of("reference", KernelSelection.AUTO));
    assertThat(engine.precision()).isEqualTo(Precision.SPIKING);
  }

  private double bits(Path model) {
    return new LayerwiseReading(
            kernels,
            new ModelAssembler(kernels, Precision.FLOAT32).parts(Checkpoint.open(model)),
            Optional.empty(),
            (n, of) -> {})
        .bits(sample.heldOut());
  }

  /** The scales of published checkpoints are max/127; without a search, ours are the same. */
  @Test
  void withoutASearchAPublishedCheckpointIsWrittenAsItIs() throws IOException {
    Path golden = SharedFiles.shared("golden/w8aspike-all-linear");
    Path floating = Files.createDirectories(folder.resolve("float"));
    withoutScales(golden, floating);
    Files.writeString(
        floating.resolve("config.json"),
        Files.readString(golden.resolve("config.json")).replace("\"quantization\"", "\"was\""));
    Checkpoint stripped = Checkpoint.open(floating);
    W8aSpikeWriter writer =
        new W8aSpikeWriter(
            stripped,
            W8aSpikeLayout.of(stripped, Optional.of(128)),
            ScaleRule.LARGEST,
            Granularity.GROUP,
            SMALL_SHARD);
    Path written = Files.createDirectories(folder.resolve("written"));

    writer.tensors(written, new InputMoments(), (step, part, parts) -> {});
    writer.config(written, 3);

    Map<String, StoredTensor> expected = Checkpoint.open(golden).tensors();
    Map<String, StoredTensor> actual = Checkpoint.open(written).tensors();
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) -> {
          assertThat(actual.get(name).shape()).as(name).isEqualTo(tensor.shape());
          assertThat(actual.get(name).floats()).as(name).containsExactly(tensor.floats());
        });
  }

  private static void withoutScales(Path golden, Path floating) throws IOException {
    List<StoredTensor> tensors =
        Checkpoint.open(golden).tensors().values().stream()
            .filter(tensor -> !tensor.name().endsWith(".scales"))
            .toList();
    List<Declared> declared =
        tensors.stream().map(t -> new Declared(t.name(), t.type(), t.shape())).toList();
    Path file = floating.resolve("model.safetensors");
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, declared, Map.of())) {
      for (StoredTensor tensor : tensors) {
        writer.write(tensor.name(), tensor.floats(), 0, Math.toIntExact(tensor.size()));
      }
      writer.finish();
    }
  }

  @Test
  void theSearchWinsOnRandomWeightsAndTheReportSaysByHowMuch() throws IOException {
    QuantizationReport report = quantise(wide(), QuantizationOptions.defaults());

    assertThat(report.outputError().share()).isLessThan(0.95);
    assertThat(report.outputErrors()).containsKey(GK).hasSize(2 * 7 + 1);
    report.outputErrors().forEach((name, e) -> assertThat(e.chosen()).isLessThan(e.largest()));
    assertThat(report.trials())
        .extracting(ThresholdTrial::k)
        .containsExactly(2f, 2.5f, 3f, 3.5f, 4f);
    for (ThresholdTrial trial : report.trials()) {
      assertThat(trial.bitsPerByte()).isFinite().isPositive();
    }
    assertThat(report.trials().get(0).spikes().perChannel())
        .isLessThan(report.trials().get(4).spikes().perChannel());
    JsonNode json =
        new ObjectMapper().readTree(target.resolve(QuantizationReport.JSON_FILE).toFile());
    assertThat(json.path("k").floatValue())
        .isEqualTo(Checkpoint.open(target).w8aSpike().orElseThrow().k());
    assertThat(json.path("trials")).hasSize(5);
    assertThat(target.resolve(QuantizationReport.TEXT_FILE))
        .content()
        .contains("| **" + report.k());
  }

  @Test
  void theSearchWinsOnAFullAttentionModelToo() throws IOException {
    Path model = TinyModels.qwen2(folder.resolve("model"), 100, 5, WIDE);

    QuantizationReport report = quantise(model, QuantizationOptions.defaults());

    assertThat(report.outputError().share()).isLessThan(0.95);
    assertThat(bits(target)).isEqualTo(bits(model));
  }

  @Test
  void aPassageThatAFullAttentionModelHasNoRoomForIsRefused() throws IOException {
    Path model = TinyModels.qwen2(folder.resolve("model"), 64, 5, WIDE);

    assertThatThrownBy(() -> quantise(model, QuantizationOptions.defaults()))
        .isInstanceOf(QuantizationException.class)
        .hasMessageContaining("has 70 tokens and the model has room for 64");
  }

  @Test
  void theSmallestKIsTakenThatCostsHardlyMoreThanTheBest() {
    assertThat(ThresholdTrial.choose(List.of(trial(2, 0.70), trial(3, 0.659), trial(4, 0.65))).k())
        .isEqualTo(3);
    assertThat(ThresholdTrial.choose(List.of(trial(2, 0.70), trial(3, 0.69), trial(4, 0.65))).k())
        .isEqualTo(4);
  }

  private static ThresholdTrial trial(float k, double bitsPerByte) {
    return new ThresholdTrial(k, bitsPerByte, new SpikeFigures(1, 0, 1, 0, 0));
  }

  @Test
  void whatDoesNotFitIntoOneFileIsSharded() throws IOException {
    QuantizationOptions options =
        new QuantizationOptions(
            List.of(3f), Optional.of(64), Granularity.CHANNEL, ScaleRule.SEARCH, SMALL_SHARD);
    quantise(wide(), options);

    assertThat(target.resolve("model.safetensors.index.json")).exists();
    assertThat(target.resolve("model.safetensors")).doesNotExist();
    assertThat(
            Checkpoint.open(target).tensor("model.layers.0.mlp.down_proj.weight_quantizer.scales"))
        .satisfies(scales -> assertThat(scales.shape()).containsExactly(128L, 4L, 1L))
        .satisfies(
            scales -> {
              float[] row = new float[4];
              scales.floats(0, row, 0, 4);
              assertThat(row).containsOnly(row[0]);
            });
    assertThat(target.resolve("tokenizer_config.json")).exists();
  }

  @Test
  void widthsThat128DoesNotDivideAreTakenInGroupsOf64() throws IOException {
    Path model = TinyModels.dna(folder.resolve("model"), 5, new Widths(D, 192));

    assertThat(quantise(model, QuantizationOptions.defaults()).groupSize()).isEqualTo(64);
  }

  @Test
  void aGroupThatDoesNotDivideALayerIsRefusedByItsName() throws IOException {
    Path model = TinyModels.dna(folder.resolve("model"), 5, new Widths(D, 192));
    QuantizationOptions options =
        new QuantizationOptions(
            List.of(3f), Optional.of(128), Granularity.GROUP, ScaleRule.SEARCH, SMALL_SHARD);

    assertThatThrownBy(() -> quantise(model, options))
        .isInstanceOf(QuantizationException.class)
        .hasMessageContaining("model.layers.0.mlp.down_proj has 192 inputs")
        .hasMessageContaining("Groups of 64 fit");
    assertThat(target.getParent()).doesNotExist();
  }

  @Test
  void noGroupFitsAModelThatIsTooNarrow() throws IOException {
    Path model = TinyModels.dna(folder.resolve("model"), 5);

    assertThatThrownBy(() -> quantise(model, QuantizationOptions.defaults()))
        .hasMessageContaining("has 32 inputs")
        .hasMessageContaining("[128, 64]");
  }

  @Test
  void whatIsThereIsNotOverwritten() throws IOException {
    Path model = wide();
    Files.createDirectories(target);

    assertThatThrownBy(() -> quantise(model, QuantizationOptions.defaults()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is there already");
    assertThat(target).isEmptyDirectory();
  }

  /** A token that the model does not have is found after the weights were written. */
  @Test
  void nothingIsLeftOfWhatFailed() throws IOException {
    Path model = wide();
    Passage foreign = new Passage(new int[] {0, 99}, 1);
    Sample bad = new Sample(sample.calibration(), List.of(foreign));
    Quantization quantization =
        new Quantization(kernels, QuantizationOptions.defaults(), (step, part, parts) -> {});

    assertThatThrownBy(() -> quantization.run(Checkpoint.open(model), bad, target))
        .hasMessageContaining("token 99");

    try (Stream<Path> left = Files.list(target.getParent())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatIsQuantisedIsNotQuantisedAgain() throws IOException {
    Path model = wide();
    quantise(model, QuantizationOptions.defaults());
    Path first = target;
    target = folder.resolve("again");

    assertThatThrownBy(() -> quantise(first, QuantizationOptions.defaults()))
        .isInstanceOf(QuantizationException.class)
        .hasMessageContaining("is W8ASpike already");
  }

  @Test
  void aSampleOfThreePassagesHoldsNothingOut() {
    assertThatThrownBy(() -> Passages.sample(3, 20))
        .isInstanceOf(QuantizationException.class)
        .hasMessageContaining("3 passages");
    assertThat(Passages.sample(9, 20).heldOut()).hasSize(2);
  }
}
