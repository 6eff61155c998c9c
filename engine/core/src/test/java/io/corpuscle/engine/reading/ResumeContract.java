package io.corpuscle.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelAssembler;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import io.corpuscle.engine.model.LanguageModel;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * What a reading that goes on from a snapshot owes to one that was never interrupted: the same
 * bits. One subclass per provider.
 */
public abstract class ResumeContract {
  private static final int TILE = 64;

  /** A text is taken in blocks of so many bytes. */
  private static final int BLOCK = 1 << 14;

  private final Map<Precision, LanguageModel> models = new EnumMap<>(Precision.class);
  private final LanguageModel attention;
  private final Tokenizer tokenizer;

  protected ResumeContract(Kernels kernels) {
    try {
      Path directory = TinyModels.dna(Files.createTempDirectory("tiny-model"), 5);
      for (Precision precision : Precision.values()) {
        Checkpoint checkpoint = Checkpoint.open(directory);
        models.put(precision, new ModelAssembler(kernels, precision).assemble(checkpoint));
      }
      tokenizer = TokenizerFiles.open(directory);
      Path qwen2 = TinyModels.qwen2(Files.createTempDirectory("tiny-qwen2"), 60_000, 7);
      attention = new ModelAssembler(kernels, Precision.FLOAT32).assemble(Checkpoint.open(qwen2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 12)
  void whatIsReadOnIsWhatWouldHaveBeenRead(
      @ForAll("texts") byte[] text,
      @ForAll("options") ReadingOptions options,
      @ForAll Precision precision,
      @ForAll @IntRange(min = 1, max = 6) int otherTiles,
      @ForAll Random random) {
    ResumableText whole = read(reader(precision, options), text, List.of());
    assertThat(whole.windows()).allSatisfy(ResumeContract::demandFinite);
    if (options.measures().isEmpty()) {
      assertThat(whole.taken()).isEmpty();
      return;
    }
    // Interrupted there, and read on by another reader, in other chunks.
    byte[] snapshot = whole.taken().get(random.nextInt(whole.taken().size()));
    ReadingOptions others =
        new ReadingOptions(options.windowTokens(), otherTiles * TILE, 3, options.measures());
    ResumableText resumed = read(reader(precision, others), text, List.of(snapshot));

    DocumentSnapshot from = resumed.resumedFrom().orElseThrow();
    assertThat(resumed.refusals()).isEmpty();
    assertThat(resumed.windows())
        .isEqualTo(whole.windows().subList(from.windows(), whole.windows().size()));
    assertThat(resumed.end().totals()).isEqualTo(whole.end().totals());
    assertThat(spikes(resumed)).isEqualTo(spikes(whole));
  }

  private static List<Long> spikes(ResumableText text) {
    return text.end().spikes().stream().map(layer -> layer.tally().spikes()).toList();
  }

  @Property(tries = 6)
  void whatIsAppendedIsReadAsIfItHadAlwaysBeenThere(
      @ForAll("texts") byte[] text,
      @ForAll @IntRange(min = 0, max = 20_000) int more,
      @ForAll("options") ReadingOptions options,
      @ForAll Precision precision) {
    ResumableText first = read(reader(precision, options), text, List.of());
    if (options.measures().isEmpty()) {
      assertThat(first.lastEdge()).isEmpty();
      return;
    }
    byte[] longer = Arrays.copyOf(text, text.length + more);
    System.arraycopy(bases(more, more), 0, longer, text.length, more);
    ResumableText whole = read(reader(precision, options), longer, List.of());
    byte[] edge = first.lastEdge().orElseThrow();
    ResumableText resumed = read(reader(precision, options), longer, List.of(edge));

    DocumentSnapshot from = resumed.resumedFrom().orElseThrow();
    // All whole blocks of the shorter text are in it.
    assertThat(from.tokens()).isGreaterThan(text.length - text.length % BLOCK - TILE);
    assertThat(resumed.windows())
        .isEqualTo(whole.windows().subList(from.windows(), whole.windows().size()));
    assertThat(resumed.end().totals()).isEqualTo(whole.end().totals());
  }

  /** Not to the end: full attention over all of it would take minutes. */
  @Example
  void keysAndValuesOfFullAttentionAreReadOnToo() {
    byte[] text = bases(2 * BLOCK, 3);
    ReadingOptions options = new ReadingOptions(500, 512, 1, Set.of(Measure.SURPRISAL));
    ResumableText first = new ResumableText(Content.TEXT, text, List.of());
    advance(new DocumentReader(attention, tokenizer, options), first, 12);
    for (int chunks : new int[] {1, 5, 9}) {
      byte[] snapshot = first.taken().get(chunks - 1);
      ResumableText resumed = new ResumableText(Content.TEXT, text, List.of(snapshot));
      advance(new DocumentReader(attention, tokenizer, options), resumed, 12 - chunks);

      int from = resumed.resumedFrom().orElseThrow().windows();
      assertThat(resumed.windows()).isNotEmpty();
      assertThat(resumed.windows())
          .isEqualTo(first.windows().subList(from, first.windows().size()));
    }
  }

  private static void advance(DocumentReader reader, ResumableText document, int chunks) {
    JointReading reading = reader.together(List.of(document).iterator());
    for (int i = 0; i < chunks; i++) {
      assertThat(reading.advance()).isTrue();
    }
  }

  @Example
  void aSnapshotOfAnotherTextIsRefusedAndTheOneBeforeItTried() {
    byte[] text = bases(60_000, 3);
    ReadingOptions options = new ReadingOptions(500, 512, 1, Set.of(Measure.SURPRISAL));
    List<byte[]> taken = read(reader(Precision.FLOAT32, options), text, List.of()).taken();
    byte[] early = taken.get(5);
    byte[] late = taken.get(taken.size() - 1);
    byte[] edited = text.clone();
    edited[40_000] = (byte) (edited[40_000] == 'A' ? 'C' : 'A');

    ResumableText resumed = read(reader(Precision.FLOAT32, options), edited, List.of(late, early));

    assertThat(resumed.refusals())
        .singleElement()
        .asString()
        .contains("bytes of the text are others");
    ResumableText whole = read(reader(Precision.FLOAT32, options), edited, List.of());
    int from = resumed.resumedFrom().orElseThrow().windows();
    assertThat(resumed.windows()).isEqualTo(whole.windows().subList(from, whole.windows().size()));

    ResumableText shorter =
        read(reader(Precision.FLOAT32, options), bases(100, 3), List.of(late, early));
    assertThat(shorter.refusals()).hasSize(2);
    assertThat(shorter.resumedFrom()).isEmpty();
    assertThat(shorter.end().totals().tokens()).isEqualTo(100);
  }

  @Example
  void aSnapshotOfAnotherShapeIsRefused() {
    byte[] text = bases(20_000, 3);
    ReadingOptions options = new ReadingOptions(500, 512, 1, Set.of(Measure.SURPRISAL));
    byte[] snapshot = read(reader(Precision.FLOAT32, options), text, List.of()).taken().get(9);

    ResumableText refused =
        read(new DocumentReader(attention, tokenizer, options), text, List.of(snapshot));

    assertThat(refused.refusals()).singleElement().asString().contains("this model's state");
    assertThat(refused.resumedFrom()).isEmpty();
    assertThat(refused.end().totals().tokens()).isEqualTo(text.length);
  }

  @Property(tries = 300)
  void noByteOfASnapshotMayBeAnother(@ForAll Random random) {
    ReadingOptions options = new ReadingOptions(500, 512, 1, Set.of(Measure.values()));
    byte[] good = snapshot(options);
    byte[] bad = good.clone();
    if (random.nextInt(4) == 0) {
      bad = Arrays.copyOf(good, random.nextInt(good.length));
    } else {
      // Half of them in the header.
      int at = random.nextInt(random.nextBoolean() ? 4_000 : good.length);
      bad[at] ^= (byte) (1 << random.nextInt(8));
    }
    byte[] damaged = bad;
    assertThatThrownBy(() -> ResumableText.read(damaged)).isInstanceOf(SnapshotException.class);
  }

  @Example
  void aSnapshotIsWrittenByAThreadThatIsToldToStop() throws IOException {
    byte[] before = snapshot(new ReadingOptions(500, 512, 1, Set.of(Measure.values())));
    DocumentSnapshot snapshot = ResumableText.read(before);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Thread.currentThread().interrupt();
    try {
      snapshot.write(out, ResumableText.IDENTITY);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(out.toByteArray()).isEqualTo(before);
  }

  private Optional<byte[]> kept = Optional.empty();

  private byte[] snapshot(ReadingOptions options) {
    if (kept.isEmpty()) {
      List<byte[]> taken =
          read(reader(Precision.SPIKING, options), bases(20_000, 3), List.of()).taken();
      kept = Optional.of(taken.get(20));
    }
    return kept.get();
  }

  private static ResumableText read(DocumentReader reader, byte[] text, List<byte[]> snapshots) {
    ResumableText document = new ResumableText(Content.TEXT, text, snapshots);
    JointReading reading = reader.together(List.of(document).iterator());
    while (reading.advance()) {
      assertThat(document.refusals()).hasSizeLessThanOrEqualTo(snapshots.size());
    }
    return document;
  }

  private DocumentReader reader(Precision precision, ReadingOptions options) {
    return new DocumentReader(models.get(precision), tokenizer, options);
  }

  /** NaN would equal NaN. */
  private static void demandFinite(WindowResult window) {
    window.bits().ifPresent(bits -> assertThat(bits).isFinite());
  }

  private static byte[] bases(int count, long seed) {
    StringBuilder bases = new StringBuilder();
    new Random(seed).ints(count, 0, 4).forEach(i -> bases.append("ACGT".charAt(i)));
    return bases.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Provide
  Arbitrary<byte[]> texts() {
    Arbitrary<Integer> sizes =
        Arbitraries.oneOf(
            Arbitraries.integers().between(BLOCK, 2 * BLOCK),
            Arbitraries.integers().between(-130, 130).map(off -> 2 * BLOCK + off));
    return Combinators.combine(sizes, Arbitraries.longs()).as(ResumeContract::bases);
  }

  @Provide
  Arbitrary<ReadingOptions> options() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3_000),
            Arbitraries.integers().between(1, 12).map(tiles -> tiles * TILE),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(Measure.class).set())
        .as(ReadingOptions::new);
  }
}
