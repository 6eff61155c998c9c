package io.corpuscle.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.model.LinearLayer;
import io.corpuscle.engine.reading.SliceReader.Request;
import io.corpuscle.engine.spike.SpikeTally;
import io.corpuscle.engine.text.Tokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceReaderTest {
  private static final String DOWN = "model.layers.1.mlp.down_proj";
  private static final String BASES = "ACGTTGCAAC".repeat(12);

  private static LanguageModel model;
  private static Tokenizer tokenizer;

  @BeforeAll
  static void open(@TempDir Path directory) throws IOException {
    TinyDna dna = TinyDna.in(directory, Precision.SPIKING);
    model = dna.model();
    tokenizer = dna.tokenizer();
  }

  private static LayerSlice read(String text, Request request) throws IOException {
    return new SliceReader(model, tokenizer).read(stream(text), request);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void theCountsAreThoseThatAReadingTallies() throws IOException {
    int rest = 70;

    LayerSlice slice = read(BASES, new Request(Optional.of(DOWN), BASES.length(), 48));

    assertThat(slice.layers()).extracting(LinearLayer::name).containsExactly(DOWN);
    assertThat(slice.inputs()).isEqualTo(48);
    assertThat(slice.spikeK()).isEqualTo(3);
    SpikeTally counted = new SpikeTally();
    for (int t = rest; t < slice.counts().tokens(); t++) {
      for (int i = 0; i < slice.counts().neurons(); i++) {
        counted.add(slice.counts().count(t, i));
      }
    }
    // A reading tallies the control token too: what a longer one has beyond a shorter does not.
    SpikeTally whole = tally(BASES);
    SpikeTally beginning = tally(BASES.substring(0, rest));
    assertThat(counted.channels()).isEqualTo(48L * (BASES.length() - rest));
    for (int bin = 0; bin < SpikeTally.BINS; bin++) {
      assertThat(counted.bin(bin)).isEqualTo(whole.bin(bin) - beginning.bin(bin));
    }
    assertThat(counted.spikes()).isEqualTo(whole.spikes() - beginning.spikes());
  }

  /** The inputs of {@link #DOWN} over a whole text. */
  private static SpikeTally tally(String text) {
    SpikeTally[] tally = new SpikeTally[1];
    Document document =
        new Document() {
          @Override
          public InputStream open() {
            return stream(text);
          }

          @Override
          public void window(WindowResult window) {}

          @Override
          public void end(DocumentEnd end) {
            tally[0] =
                end.spikes().stream()
                    .filter(spikes -> spikes.layer().name().equals(DOWN))
                    .findFirst()
                    .orElseThrow()
                    .tally();
          }
        };
    JointReading reading =
        new DocumentReader(model, tokenizer, ReadingOptions.measuring(Set.of(Measure.SPIKES)))
            .together(List.of(document).iterator());
    boolean more = true;
    while (more) {
      more = reading.advance();
    }
    return tally[0];
  }

  @Test
  void neuronsAreTheFirstInputs() throws IOException {
    LayerSlice all = read(BASES, new Request(Optional.of(DOWN), 5, 48));
    LayerSlice some = read(BASES, new Request(Optional.of(DOWN), 3, 7));

    for (int t = 0; t < 3; t++) {
      for (int i = 0; i < 7; i++) {
        assertThat(some.counts().count(t, i)).isEqualTo(all.counts().count(t, i));
      }
    }
    assertThat(all.counts().largest()).isPositive();
  }

  @Test
  void aLayerIsNamedByTheEndOfItsNameAndComesWithThoseOfItsInput() throws IOException {
    LayerSlice slice = read(BASES, new Request(Optional.of("layers.0.attn.gk_proj.0"), 2, 4));

    assertThat(slice.layers())
        .extracting(LinearLayer::name)
        .containsExactly(
            "model.layers.0.attn.q_proj",
            "model.layers.0.attn.k_proj",
            "model.layers.0.attn.v_proj",
            "model.layers.0.attn.gk_proj.0");
    assertThat(read(BASES, new Request(Optional.of("lm_head"), 2, 4)).layers())
        .containsExactly(new LinearLayer("lm_head", 8));
  }

  @Test
  void oneInTheMiddleIsTakenUnlessOneIsNamed() throws IOException {
    LayerSlice slice = read(BASES, new Request(Optional.empty(), 2, 4));

    // The fifth of nine inputs.
    assertThat(slice.layers()).first().isEqualTo(new LinearLayer("model.layers.1.attn.q_proj", 32));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "down | no spiking layer is named 'down', or ends so. There are 16, from model.layers.0.attn.q_proj to lm_head.",
        "mlp.down_proj | 'mlp.down_proj' is the end of 2 spiking layers' names. Write more of it, such as model.layers.0.mlp.down_proj.",
        "lm_head | 40 neurons were asked for and the input of lm_head has 32. Ask for as many or fewer."
      })
  void whatCannotBeSlicedIsRefusedWithTheWayOut(String layer, String message) {
    assertThatThrownBy(() -> read(BASES, new Request(Optional.of(layer), 2, 40)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void anEmptyDocumentHasNothingToSlice() {
    assertThatThrownBy(() -> read("", new Request(Optional.empty(), 2, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no tokens");
  }

  @Test
  void tokensAreTheTextTheyStandFor() throws IOException {
    LayerSlice slice = read("ACGTTT", new Request(Optional.empty(), 4, 5));

    assertThat(slice.tokens()).containsExactly("A", "C", "G", "T");
    assertThat(slice.counts().tokens()).isEqualTo(4);
    assertThat(slice.counts().neurons()).isEqualTo(5);
  }

  @Test
  void aShorterDocumentGivesWhatItHas() throws IOException {
    LayerSlice slice = read("AC", new Request(Optional.empty(), 9, 5));

    assertThat(slice.tokens()).containsExactly("A", "C");
    assertThat(slice.counts().tokens()).isEqualTo(2);
  }
}
