package io.corpuscle.jobs.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Spreads documents over tasks so that all cores finish together as far as they can: a document too
 * long to share a task has one alone, the others are bundled in the order of the scan, so that the
 * records of one file stay together, and the costliest bundle comes first, for Spark starts tasks
 * in order, the next one on the first core that is free. Deterministic.
 *
 * <p>What {@link #bundlesFor} makes of c cores is promised to end, by cost, within a tenth of the
 * best there could be, {@code max(longest document, total / c)}; or, where few large documents
 * cannot be spread so evenly (three equal ones on two cores), as soon as if every document were a
 * task of its own, the costliest first. For the bundle that ends last began when all cores were
 * busy, so the run ends within its cost of {@code total / c}:
 *
 * <ul>
 *   <li>a bundle that documents share costs at most two means, {@code 2 · total / bundles}, a tenth
 *       of {@code total / c};
 *   <li>a document alone that costs no more ends as well;
 *   <li>before one that costs more, only costlier documents began, each alone.
 * </ul>
 */
public final class DocumentPacking {

  /**
   * Bundles a core: so many that two mean ones are a tenth of a core's share, which is what a run
   * may end late; few enough that starting them costs nothing beside it.
   */
  private static final int BUNDLES_PER_CORE = 20;

  private DocumentPacking() {}

  /** How many bundles suit a number of cores. */
  public static int bundlesFor(int cores) {
    return Math.multiplyExact(cores, BUNDLES_PER_CORE);
  }

  /**
   * Packs documents into at most a number of bundles, none of them empty.
   *
   * @param documents in the order of the scan
   * @param cost what reading a document costs, in any unit: finite and not negative
   * @return the bundles, costliest first, the documents of each in the order of the scan
   */
  public static List<List<DocumentRef>> pack(
      List<DocumentRef> documents, ToDoubleFunction<DocumentRef> cost, int bundles) {
    if (bundles < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d documents cannot be packed into %d bundles. Ask for at least 1.",
              documents.size(),
              bundles));
    }
    List<Costed> costed = documents.stream().map(d -> Costed.of(d, cost)).toList();
    double alone = costAlone(costed, bundles);

    List<Bundle> packed = new ArrayList<>();
    List<Costed> shared = new ArrayList<>();
    for (Costed document : costed) {
      if (document.cost() > alone) {
        packed.add(Bundle.of(List.of(document)));
      } else {
        shared.add(document);
      }
    }
    packed.addAll(share(shared, bundles - packed.size()));
    packed.sort(Comparator.comparingDouble(Bundle::cost).reversed());
    return packed.stream().map(Bundle::documents).toList();
  }

  /**
   * The cost above which a document has a bundle alone: the mean cost of the bundles that the
   * others share. Taking the longest document out can lower that mean, so they are taken out one by
   * one.
   */
  private static double costAlone(List<Costed> documents, int bundles) {
    double[] costs = documents.stream().mapToDouble(Costed::cost).sorted().toArray();
    double left = 0;
    for (double c : costs) {
      left += c;
    }
    int shared = costs.length;
    int slots = bundles;
    while (shared > 0 && slots > 1 && costs[shared - 1] > left / slots) {
      shared--;
      slots--;
      left -= costs[shared];
    }
    return shared == 0 ? 0 : costs[shared - 1];
  }

  /** Cuts documents, in order, into bundles of about the same cost. */
  private static List<Bundle> share(List<Costed> documents, int bundles) {
    double total = documents.stream().mapToDouble(Costed::cost).sum();
    List<Bundle> shared = new ArrayList<>();
    List<Costed> open = new ArrayList<>();
    double before = 0;
    long current = 0;
    for (Costed document : documents) {
      // A document belongs to the bundle that its middle falls into.
      double middle = before + document.cost() / 2;
      long bundle = total == 0 ? 0 : Math.min((long) (middle / total * bundles), bundles - 1);
      if (bundle != current && !open.isEmpty()) {
        shared.add(Bundle.of(open));
        open = new ArrayList<>();
      }
      current = bundle;
      open.add(document);
      before += document.cost();
    }
    if (!open.isEmpty()) {
      shared.add(Bundle.of(open));
    }
    return shared;
  }

  private record Costed(DocumentRef document, double cost) {
    static Costed of(DocumentRef document, ToDoubleFunction<DocumentRef> cost) {
      double value = cost.applyAsDouble(document);
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "Document '%s' costs %s; a cost is finite and at least 0.",
                document.docId(),
                value));
      }
      return new Costed(document, value);
    }
  }

  private record Bundle(List<DocumentRef> documents, double cost) {
    static Bundle of(List<Costed> documents) {
      return new Bundle(
          documents.stream().map(Costed::document).toList(),
          documents.stream().mapToDouble(Costed::cost).sum());
    }
  }
}
