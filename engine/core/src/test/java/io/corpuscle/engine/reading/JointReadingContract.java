package io.corpuscle.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.reading.BasesDocument.Damage;
import io.corpuscle.engine.reading.BasesDocument.Outcome;
import io.corpuscle.engine.reading.BasesDocument.Recipe;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * What documents read together owe to each read alone: the same bits, whatever else is in their
 * chunks. One subclass per provider.
 */
public abstract class JointReadingContract {
  private static final int TILE = 64;

  /** A text is taken in blocks of so many bytes; one with a fault in it gives no token. */
  private static final int BLOCK = 1 << 14;

  private final Map<Precision, LanguageModel> models = new EnumMap<>(Precision.class);
  private final Tokenizer tokenizer;

  protected JointReadingContract(Kernels kernels) {
    try {
      Path directory = TinyModels.dna(Files.createTempDirectory("tiny-model"), 5);
      for (Precision precision : Precision.values()) {
        Checkpoint checkpoint = Checkpoint.open(directory);
        models.put(precision, new ModelAssembler(kernels, precision).assemble(checkpoint));
      }
      tokenizer = TokenizerFiles.open(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 50)
  void whatIsReadTogetherIsWhatIsReadAlone(
      @ForAll("corpora") List<Recipe> corpus,
      @ForAll("options") ReadingOptions options,
      @ForAll Precision precision,
      @ForAll @IntRange(min = 1, max = 6) int tilesAlone) {
    List<BasesDocument> documents = corpus.stream().map(BasesDocument::new).toList();
    JointReading reading = reader(precision, options).together(documents.iterator());
    while (reading.advance()) {
      assertThat(documents.stream().dropWhile(BasesDocument::ended))
          .noneMatch(BasesDocument::ended);
    }

    for (int i = 0; i < corpus.size(); i++) {
      Outcome together = documents.get(i).outcome();
      together.windows().forEach(JointReadingContract::demandFinite);
      assertThat(together).isEqualTo(alone(corpus.get(i), precision, options, tilesAlone * TILE));
    }
  }

  /**
   * By a reader of its own, so that nothing was in its memory before; the chunk must not matter.
   */
  private Outcome alone(
      Recipe recipe, Precision precision, ReadingOptions options, int chunkTokens) {
    BasesDocument document = new BasesDocument(recipe);
    ReadingOptions own =
        new ReadingOptions(options.windowTokens(), chunkTokens, 1, options.measures());
    JointReading reading = reader(precision, own).together(List.of(document).iterator());
    while (reading.advance()) {
      assertThat(document.ended()).isFalse();
    }
    return document.outcome();
  }

  private DocumentReader reader(Precision precision, ReadingOptions options) {
    return new DocumentReader(models.get(precision), tokenizer, options);
  }

  /** NaN would equal NaN. */
  private static void demandFinite(WindowResult window) {
    window.bits().ifPresent(bits -> assertThat(bits).isFinite());
    window.meanEntropy().ifPresent(entropy -> assertThat(entropy).isFinite());
    if (window.embedding().isPresent()) {
      for (float component : window.embedding().get().toArray()) {
        assertThat(component).isFinite();
      }
    }
  }

  @Provide
  Arbitrary<ReadingOptions> options() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 300),
            Arbitraries.integers().between(1, 6).map(tiles -> tiles * TILE),
            Arbitraries.integers().between(1, 9),
            Arbitraries.of(Measure.class).set())
        .as(ReadingOptions::new);
  }

  @Provide
  Arbitrary<List<Recipe>> corpora() {
    return Arbitraries.frequencyOf(
            Tuple.of(6, recipes(Arbitraries.integers().between(0, 300))),
            Tuple.of(3, recipes(tileEdges())),
            Tuple.of(2, damaged()),
            Tuple.of(1, recipes(Arbitraries.integers().between(1_000, 3_000))),
            Tuple.of(1, recipes(Arbitraries.integers().between(BLOCK - 1, BLOCK + 600))))
        .list()
        .ofMaxSize(14);
  }

  private static Arbitrary<Integer> tileEdges() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 6), Arbitraries.integers().between(-2, 1))
        .as((tiles, off) -> Math.max(0, tiles * TILE + off));
  }

  private static Arbitrary<Recipe> recipes(Arbitrary<Integer> bytes) {
    return Combinators.combine(bytes, Arbitraries.longs())
        .as((size, seed) -> new Recipe(size, Damage.NONE, 0, seed));
  }

  /** Bad at the beginning, or after a block that is good. */
  private static Arbitrary<Recipe> damaged() {
    return Combinators.combine(
            Arbitraries.of(Damage.class),
            Arbitraries.frequency(Tuple.of(2, 0), Tuple.of(1, BLOCK)),
            Arbitraries.integers().between(0, 400),
            Arbitraries.longs())
        .as((damage, good, at, seed) -> new Recipe(good + 401, damage, good + at, seed));
  }
}
