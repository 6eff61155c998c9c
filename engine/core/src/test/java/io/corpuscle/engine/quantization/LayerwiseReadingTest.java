package io.corpuscle.engine.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.SharedFiles;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsFile;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.ModelParts;
import io.corpuscle.engine.state.ModelState;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerwiseReadingTest {
  /** More than a chunk, and more than the window. */
  private static final int LONG = 700;

  private final Kernels kernels = KernelSelection.onClassPath().choose("reference");
  @TempDir private Path folder;

  @Test
  void layerByLayerIsWhatTokenAfterTokenIs() throws IOException {
    ModelParts parts = parts(kernels);
    List<Passage> passages = List.of(Passages.random(LONG, 1), Passages.random(40, 2));

    double layerwise =
        new LayerwiseReading(kernels, parts, Optional.empty(), (n, of) -> {}).bits(passages);

    LanguageModel model = LanguageModel.of(kernels, parts);
    assertThat(layerwise).isFinite().isEqualTo((nats(model, passages)) / Math.log(2));
  }

  @Test
  void oneLayerAfterTheOtherIsSaidToBeDone() throws IOException {
    List<String> said = new ArrayList<>();

    new LayerwiseReading(
            kernels, parts(kernels), Optional.empty(), (n, of) -> said.add(n + " of " + of))
        .hidden(List.of(Passages.random(20, 1)));

    assertThat(said).containsExactly("1 of 2", "2 of 2");
  }

  /** Counts flip with the last digit, so means are held and not single ones. */
  @Test
  void spikesAndBitsAreThoseOfThePublishedCode() {
    Path golden = SharedFiles.shared("golden/w8aspike-all-linear");
    Map<String, StoredTensor> expected =
        SafetensorsFile.open(golden.resolve("expected.safetensors"));
    int[] ids =
        Arrays.stream(expected.get("input_ids").longs()).mapToInt(Math::toIntExact).toArray();
    ModelParts parts =
        new ModelAssembler(kernels, Precision.SPIKING).parts(Checkpoint.open(golden));
    SpikeCount count = new SpikeCount();

    double bits =
        new LayerwiseReading(kernels, parts, Optional.of(count), (n, of) -> {})
            .bits(List.of(new Passage(ids, 1)));

    float[] nll = expected.get("nll").floats();
    double nats = 0;
    for (float n : nll) {
      nats += n;
    }
    assertThat(bits * Math.log(2) / nll.length).isCloseTo(nats / nll.length, within(0.02));
    SpikeFigures spikes = count.figures();
    assertThat(spikes.perChannel()).isCloseTo(number(expected, "spikes_per_channel"), within(1e-3));
    assertThat(spikes.silentFraction())
        .isCloseTo(number(expected, "silent_fraction"), within(1e-3));
    assertThat(spikes.within7Fraction())
        .isCloseTo(number(expected, "within7_fraction"), within(1e-3));
  }

  private static double number(Map<String, StoredTensor> tensors, String name) {
    return tensors.get(name).floats()[0];
  }

  private ModelParts parts(Kernels kernels) throws IOException {
    Checkpoint checkpoint = Checkpoint.open(TinyModels.dna(folder, 5));
    return new ModelAssembler(kernels, Precision.FLOAT32).parts(checkpoint);
  }

  private static double nats(LanguageModel model, List<Passage> passages) {
    double nats = 0;
    Workspace workspace = Workspace.poisoned();
    for (Passage passage : passages) {
      ModelState state = model.start();
      for (int from = 0; from < passage.tokens() - 1; from += 512) {
        int count = Math.min(512, passage.tokens() - 1 - from);
        Chunk chunk = new Chunk(count);
        chunk.append(state, passage.ids(), from, count);
        FloatMatrix hidden = FloatMatrix.zeros(count, model.modelDim());
        model.forward(chunk, hidden, workspace);
        int[] targets = new int[count];
        System.arraycopy(passage.ids(), from + 1, targets, 0, count);
        float[] nll = new float[count];
        model.surprisal(chunk, hidden, targets, nll, workspace);
        for (float n : nll) {
          nats += n;
        }
      }
    }
    return nats;
  }
}
