package io.corpuscle.jobs.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.text.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class DocumentPackingProperties {
  private static final ToDoubleFunction<DocumentRef> BYTES = DocumentRef::textBytes;

  @Property(tries = 300)
  void everyDocumentIsInExactlyOneBundle(
      @ForAll List<@IntRange(max = 1_000) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 60) int bundles) {
    List<DocumentRef> documents = documents(sizes);

    List<List<DocumentRef>> packed = DocumentPacking.pack(documents, BYTES, bundles);

    assertThat(packed).hasSizeLessThanOrEqualTo(bundles).doesNotContain(List.of());
    assertThat(packed.stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(documents);
    assertThat(packed)
        .extracting(DocumentPackingProperties::cost)
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(packed)
        .allSatisfy(bundle -> assertThat(bundle).isSortedAccordingTo(inOrderOf(documents)));
    assertThat(DocumentPacking.pack(documents, BYTES, bundles)).isEqualTo(packed);
  }

  /**
   * Of bundles that several documents share, none is worth more than two means: nothing hides a
   * long tail in one task.
   */
  @Property(tries = 300)
  void onlyADocumentAloneCostsMoreThanTwiceTheMean(
      @ForAll List<@IntRange(max = 1_000) Integer> sizes,
      @ForAll @IntRange(min = 1, max = 60) int bundles) {
    List<DocumentRef> documents = documents(sizes);
    double mean = cost(documents) / bundles;

    assertThat(DocumentPacking.pack(documents, BYTES, bundles))
        .filteredOn(bundle -> bundle.size() > 1)
        .allSatisfy(bundle -> assertThat(cost(bundle)).isLessThanOrEqualTo(2 * mean + 1e-6));
  }

  /**
   * What is promised of any costs: within a tenth of the best there could be, or, where few large
   * documents cannot be spread so, no later than if each were a task of its own.
   */
  @Property(tries = 500)
  void allCoresFinishWithinATenthOfTheBest(
      @ForAll("corpora") List<Integer> sizes, @ForAll @IntRange(min = 1, max = 64) int cores) {
    List<DocumentRef> documents = documents(sizes);
    double longest = documents.stream().mapToDouble(BYTES).max().orElseThrow();
    double best = Math.max(longest, cost(documents) / cores);
    List<List<DocumentRef>> alone =
        documents.stream()
            .sorted(Comparator.comparingDouble(BYTES).reversed())
            .map(List::of)
            .toList();

    double end =
        makespan(DocumentPacking.pack(documents, BYTES, DocumentPacking.bundlesFor(cores)), cores);

    assertThat(end).isLessThanOrEqualTo(Math.max(1.1 * best, makespan(alone, cores)));
  }

  /**
   * Where no document is large beside a core's share, the second half of the promise is not used.
   */
  @Property(tries = 200)
  void manyDocumentsFinishWithinATenthWhateverTheirOrder(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 32) int cores,
      @ForAll @IntRange(min = 0, max = 3) int giants) {
    Random random = new Random(seed);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 50 * cores; i++) {
      sizes.add(1_000 + random.nextInt(1_000));
    }
    long total = sizes.stream().mapToLong(Integer::longValue).sum();
    for (int i = 0; i < Math.min(giants, cores); i++) {
      sizes.add(random.nextInt(sizes.size()), (int) (total / cores));
    }
    List<DocumentRef> documents = documents(sizes);
    double longest = documents.stream().mapToDouble(BYTES).max().orElseThrow();

    double end =
        makespan(DocumentPacking.pack(documents, BYTES, DocumentPacking.bundlesFor(cores)), cores);

    assertThat(end).isLessThanOrEqualTo(1.1 * Math.max(longest, cost(documents) / cores));
  }

  @Example
  void threeEqualDocumentsOnTwoCoresTakeTwoTurns() {
    List<List<DocumentRef>> packed =
        DocumentPacking.pack(
            documents(List.of(600, 600, 600)), BYTES, DocumentPacking.bundlesFor(2));

    assertThat(makespan(packed, 2)).isEqualTo(1_200);
  }

  @Provide
  Arbitrary<List<Integer>> corpora() {
    return Arbitraries.oneOf(uniform(), heavyTailed(), equal(), giantsAndDust());
  }

  private static Arbitrary<List<Integer>> uniform() {
    return Arbitraries.integers().between(0, 1_000_000).list().ofMinSize(1).ofMaxSize(500);
  }

  /** Pareto with a tail index of 1.1: a few documents are as long as all the others. */
  private static Arbitrary<List<Integer>> heavyTailed() {
    return Combinators.combine(
            Arbitraries.randomValue(Random::nextLong), Arbitraries.integers().between(1, 3_000))
        .as(
            (seed, count) -> {
              Random random = new Random(seed);
              return Stream.generate(() -> pareto(random)).limit(count).toList();
            });
  }

  private static int pareto(Random random) {
    return (int) Math.min(1e9, 1_000 * Math.pow(1 - random.nextDouble(), -1 / 1.1));
  }

  private static Arbitrary<List<Integer>> equal() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3_000), Arbitraries.integers().between(1, 1_000_000))
        .as(Collections::nCopies);
  }

  /** One or two giants of any size among documents that are small beside them. */
  private static Arbitrary<List<Integer>> giantsAndDust() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 1_000_000_000).list().ofMinSize(1).ofMaxSize(2),
            Arbitraries.integers().between(1, 3_000),
            Arbitraries.integers().between(1, 10_000))
        .as(
            (giants, count, size) -> {
              List<Integer> sizes = new ArrayList<>(Collections.nCopies(count, size));
              for (int i = 0; i < giants.size(); i++) {
                sizes.add(count / (i + 2), giants.get(i));
              }
              return sizes;
            });
  }

  @Example
  void oneLongDocumentAndAThousandSmallOnesFinishTogether() {
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sizes.add(4_000);
    }
    sizes.add(500, 4_000_000);
    List<DocumentRef> documents = documents(sizes);

    List<List<DocumentRef>> packed =
        DocumentPacking.pack(documents, BYTES, DocumentPacking.bundlesFor(2));

    assertThat(packed.get(0)).containsExactly(documents.get(500));
    assertThat(makespan(packed, 2)).isLessThan(4_000_000 * 1.05);
  }

  @Example
  void recordsOfOneFileStayTogether() {
    List<DocumentRef> documents = documents(Collections.nCopies(100, 10));

    List<List<DocumentRef>> packed = DocumentPacking.pack(documents, BYTES, 4);

    assertThat(packed)
        .containsExactly(
            documents.subList(0, 25),
            documents.subList(25, 50),
            documents.subList(50, 75),
            documents.subList(75, 100));
  }

  @Example
  void documentsThatCostNothingAreStillRead() {
    List<DocumentRef> documents =
        List.of(
            new DocumentRef.Failed("a", "file:/a", Fault.UNREADABLE, "gone"),
            new DocumentRef.Failed("b", "file:/b", Fault.UNREADABLE, "gone"));

    assertThat(DocumentPacking.pack(documents, BYTES, 8)).containsExactly(documents);
    assertThat(DocumentPacking.pack(List.of(), BYTES, 8)).isEmpty();
  }

  @Example
  void aCostThatIsNoNumberNamesItsDocument() {
    assertThatThrownBy(() -> DocumentPacking.pack(documents(List.of(1)), d -> Double.NaN, 8))
        .hasMessageContaining("Document '0' costs NaN");
    assertThatThrownBy(() -> DocumentPacking.pack(documents(List.of(1)), BYTES, 0))
        .hasMessageContaining("0 bundles");
  }

  private static List<DocumentRef> documents(List<Integer> sizes) {
    CorpusFile file =
        new CorpusFile(
            "file:/a.jsonl",
            Format.JSONL,
            Compression.NONE,
            0,
            0,
            DeclaredEncoding.AUTO,
            List.of());
    List<DocumentRef> documents = new ArrayList<>();
    for (int size : sizes) {
      int i = documents.size();
      documents.add(new DocumentRef.Located(Integer.toString(i), file, i, i, size, size));
    }
    return documents;
  }

  private static Comparator<DocumentRef> inOrderOf(List<DocumentRef> documents) {
    return Comparator.comparingInt(documents::indexOf);
  }

  private static double cost(List<DocumentRef> documents) {
    return documents.stream().mapToDouble(BYTES).sum();
  }

  /** When the last core is done if each takes the next bundle as soon as it is free. */
  private static double makespan(List<List<DocumentRef>> bundles, int cores) {
    PriorityQueue<Double> free = new PriorityQueue<>();
    for (int i = 0; i < cores; i++) {
      free.add(0.0);
    }
    for (List<DocumentRef> bundle : bundles) {
      free.add(free.remove() + cost(bundle));
    }
    return free.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
