package io.corpuscle.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.kernel.reference.ReferenceKernels;
import io.corpuscle.engine.model.Chunk;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.SpikeObserver;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.tensor.FloatMatrix;
import io.corpuscle.engine.tensor.Workspace;
import io.corpuscle.engine.text.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpikeStatisticsTest {
  private static final Set<Measure> MEASURES = Set.of(Measure.SURPRISAL, Measure.SPIKES);
  private static final int WINDOW = 100;

  private static LanguageModel model;
  private static Tokenizer tokenizer;

  @BeforeAll
  static void open(@TempDir Path directory) throws IOException {
    TinyDna dna = TinyDna.in(directory, Precision.SPIKING);
    model = dna.model();
    tokenizer = dna.tokenizer();
  }

  /** Windows and end of one document. */
  private static final class Told implements Document {
    private final byte[] text;
    private final List<WindowResult> windows = new ArrayList<>();
    private Optional<DocumentEnd> end = Optional.empty();

    Told(byte[] text) {
      this.text = text;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(text);
    }

    @Override
    public void window(WindowResult window) {
      windows.add(window);
    }

    @Override
    public void end(DocumentEnd told) {
      end = Optional.of(told);
    }
  }

  private static List<Told> read(ReadingOptions options, byte[]... texts) {
    return read(model, options, texts);
  }

  private static List<Told> read(LanguageModel model, ReadingOptions options, byte[][] texts) {
    List<Told> documents = new ArrayList<>();
    for (byte[] text : texts) {
      documents.add(new Told(text));
    }
    JointReading reading =
        new DocumentReader(model, tokenizer, options).together(documents.iterator());
    boolean more = true;
    while (more) {
      more = reading.advance();
    }
    return documents;
  }

  private static byte[] bases(int count, int seed) {
    byte[] text = new byte[count];
    for (int i = 0; i < count; i++) {
      text[i] = (byte) "ACGT".charAt((i * (i + seed) / 7 + seed) % 4);
    }
    return text;
  }

  @Test
  void operationsAndEnergyOfAWindowAreThoseOfItsCounts() {
    byte[] text = bases(250, 1);
    int[] ids = new int[251];
    for (int i = 0; i < 250; i++) {
      ids[i + 1] = 4 + "ACGT".indexOf(text[i]);
    }
    // The second window's tokens 100 … 199 are at positions 101 … 200.
    long[] operations = new long[1];
    long[] dense = new long[1];
    SpikeObserver observer =
        (layers, x, rows) -> {
          for (int t = 101; t <= 200; t++) {
            SpikeTally row = new SpikeTally();
            layers.tally(x, t, 1, row);
            operations[0] +=
                layers.layers().stream().mapToLong(layer -> row.spikes() * layer.outputs()).sum();
            dense[0] +=
                layers.layers().stream()
                    .mapToLong(layer -> (long) x.cols() * layer.outputs())
                    .sum();
          }
        };
    Chunk chunk = new Chunk(251, Optional.of(observer));
    chunk.append(model.start(), ids, 0, 251);
    FloatMatrix hidden = FloatMatrix.zeros(251, model.modelDim());
    model.forward(chunk, hidden, Workspace.create());
    model.surprisal(chunk, hidden, new int[251], new float[251], Workspace.create());

    Told told = read(new ReadingOptions(WINDOW, 64, 1, MEASURES), text).get(0);

    SpikeActivity spikes = told.windows.get(1).spikes().orElseThrow();
    assertThat(spikes.synapticOperations()).isEqualTo(operations[0]);
    // 32 inputs to q, k, v, o, gate, up and the head, 48 to down; a layer of decays of rank 4.
    int linear = 32 * (32 + 16 + 16 + 4) + 32 * 32;
    int window = 32 * (32 + 16 + 16) + 32 * 32;
    int feedForward = 32 * 96 + 48 * 32;
    assertThat(spikes.denseMacs()).isEqualTo(100L * (linear + window + 2 * feedForward + 32 * 8));
    assertThat(dense[0]).isEqualTo(spikes.denseMacs());
    assertThat(spikes.picojoules(EnergyModel.HOROWITZ_45NM))
        .isCloseTo(0.03 * operations[0], within(1e-6 * operations[0]));
  }

  @ParameterizedTest
  @CsvSource({"64,1", "128,1", "64,3", "256,3"})
  void statisticsDoNotDependOnChunksOrNeighbours(int chunkTokens, int together) {
    byte[][] texts = {bases(250, 1), bases(30, 2), bases(101, 3)};
    ReadingOptions options = new ReadingOptions(WINDOW, chunkTokens, together, MEASURES);

    List<Told> documents = read(options, texts);

    for (int i = 0; i < texts.length; i++) {
      Told alone = read(new ReadingOptions(WINDOW, 512, 1, MEASURES), texts[i]).get(0);
      assertThat(documents.get(i).windows).isEqualTo(alone.windows);
      List<LayerSpikes> layers = documents.get(i).end.orElseThrow().spikes();
      List<LayerSpikes> expected = alone.end.orElseThrow().spikes();
      assertThat(layers).hasSize(4 + 3 + 2 + 2 * 3 + 1);
      for (int layer = 0; layer < layers.size(); layer++) {
        assertThat(layers.get(layer).layer()).isEqualTo(expected.get(layer).layer());
        assertThat(layers.get(layer).tally().spikes())
            .isEqualTo(expected.get(layer).tally().spikes());
      }
    }
  }

  @Test
  void aDocumentsActivityIsThatOfItsWindowsTogether() {
    Told told = read(new ReadingOptions(WINDOW, 64, 1, MEASURES), bases(250, 1)).get(0);

    List<LayerSpikes> layers = told.end.orElseThrow().spikes();
    SpikeActivity whole = SpikeActivity.of(layers);
    long operations = 0;
    long dense = 0;
    for (WindowResult window : told.windows) {
      operations += window.spikes().orElseThrow().synapticOperations();
      dense += window.spikes().orElseThrow().denseMacs();
    }
    assertThat(whole.synapticOperations()).isEqualTo(operations).isPositive();
    assertThat(whole.denseMacs()).isEqualTo(dense);
    // At 251 positions, inputs of 32 channels but the two of 48: q, k, v, gk, o, gate, up, head.
    assertThat(LayerSpikes.together(layers).channels())
        .isEqualTo(251L * (32 * (4 + 3 + 2 + 2 * 2 + 1) + 48 * 2));
  }

  @Test
  void theHeadCountsWhateverElseIsMeasured() {
    byte[] text = bases(150, 1);
    Told alone = read(new ReadingOptions(WINDOW, 64, 1, Set.of(Measure.SPIKES)), text).get(0);
    Told scored = read(new ReadingOptions(WINDOW, 64, 1, MEASURES), text).get(0);

    assertThat(alone.windows.stream().map(WindowResult::spikes))
        .isEqualTo(scored.windows.stream().map(WindowResult::spikes).toList());
    assertThat(alone.end.orElseThrow().spikes().stream().map(LayerSpikes::activity))
        .isEqualTo(scored.end.orElseThrow().spikes().stream().map(LayerSpikes::activity).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 2048})
  void tokensOfNoWindowCountNowhere(int chunkTokens) {
    // Text comes in blocks of 16,384 bytes: what is before the fault's has been read by then.
    byte[] text = bases(17_000, 1);
    text[16_900] = (byte) 0xFF;
    byte[] windows = Arrays.copyOf(text, 15_000);

    Told failed = read(new ReadingOptions(5_000, chunkTokens, 1, MEASURES), text).get(0);

    assertThat(failed.end.orElseThrow().fault()).isPresent();
    assertThat(failed.windows).hasSize(3);
    Told whole = read(new ReadingOptions(5_000, 64, 1, MEASURES), windows).get(0);
    assertThat(failed.end.orElseThrow().spikes().stream().map(LayerSpikes::activity))
        .isEqualTo(whole.end.orElseThrow().spikes().stream().map(LayerSpikes::activity).toList());
  }

  @Test
  void aModelWithoutSpikesHasNothingToCount(@TempDir Path directory) throws IOException {
    TinyModels.dna(directory, 5);
    LanguageModel floats =
        new ModelAssembler(new ReferenceKernels(), Precision.FLOAT32)
            .assemble(Checkpoint.open(directory));

    Told told =
        read(floats, new ReadingOptions(WINDOW, 64, 1, MEASURES), new byte[][] {bases(150, 1)})
            .get(0);

    assertThat(told.windows).hasSize(2).allMatch(window -> window.spikes().isEmpty());
    assertThat(told.end.orElseThrow().spikes()).isEmpty();
  }

  @Test
  void nothingIsCountedUnasked() {
    Told told = read(ReadingOptions.measuring(Set.of(Measure.SURPRISAL)), bases(100, 1)).get(0);

    assertThat(told.windows.get(0).spikes()).isEmpty();
    assertThat(told.end.orElseThrow().spikes()).isEmpty();
  }
}
