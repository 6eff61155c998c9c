package io.corpuscle.jobs.source;

import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.jobs.corpus.Corpus;
import io.corpuscle.jobs.corpus.DocumentPacking;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.jobs.models.EngineSettings;
import io.corpuscle.jobs.models.ModelPrecision;
import io.corpuscle.jobs.models.ModelRef;
import io.corpuscle.jobs.models.ModelStore;
import io.corpuscle.schemas.RowKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What a scan will read and how it is spread, known before anything is read.
 *
 * @param models which model reads which documents
 * @param engine what runs them on every node
 * @param bundles the documents of each task, costliest first
 * @param skipped files whose names tell no format
 */
public record ReadPlan(
    Models models, EngineSettings engine, List<Bundle> bundles, List<String> skipped) {

  public ReadPlan {
    bundles = List.copyOf(bundles);
    skipped = List.copyOf(skipped);
  }

  /**
   * The documents of one task.
   *
   * @param documents in the order they are read
   * @param tokens about how many tokens they have
   * @param flop about how many floating-point operations reading them takes
   */
  public record Bundle(List<DocumentRef> documents, long tokens, double flop) {}

  /**
   * Plans a scan of all documents on so many cores.
   *
   * @throws io.corpuscle.jobs.corpus.CorpusException if an input cannot be listed
   * @throws io.corpuscle.jobs.models.ModelException if there is no such model, or spikes are asked
   *     of one that is read in a precision that has none
   * @throws OptionException if there is no model for a document's format
   * @throws IllegalArgumentException if the kernels asked for cannot run here
   */
  public static ReadPlan of(ReadOptions options, Configuration hadoop, int cores) {
    return of(options, hadoop, cores, document -> true);
  }

  static ReadPlan of(
      ReadOptions options, Configuration hadoop, int cores, Predicate<DocumentRef> wanted) {
    // Decided once, here: executors on different machines must not each choose their own.
    String kernels = KernelSelection.onClassPath().choose(options.engine().kernels()).name();
    Costs costs = Costs.of(options, new ModelStore(hadoop));
    if (options.table().kinds().contains(RowKind.SPIKE)) {
      costs.precisions().forEach(ModelPrecision::requireSpiking);
    }
    Corpus corpus = Corpus.scan(hadoop, options.inputs(), options.corpus());
    List<DocumentRef> documents = corpus.documents().stream().filter(wanted).toList();
    int most = options.partitions().orElseGet(() -> DocumentPacking.bundlesFor(cores));
    List<Bundle> bundles =
        DocumentPacking.pack(documents, costs::flop, most).stream().map(costs::bundle).toList();
    return new ReadPlan(costs.models, options.engine().with(kernels), bundles, corpus.skipped());
  }

  /** How many documents there are, those that are known to be unreadable included. */
  public long documents() {
    return bundles.stream().mapToLong(bundle -> bundle.documents().size()).sum();
  }

  /** Those that are known to be unreadable. */
  Stream<DocumentRef.Failed> failed() {
    return bundles.stream()
        .flatMap(bundle -> bundle.documents().stream())
        .filter(DocumentRef.Failed.class::isInstance)
        .map(DocumentRef.Failed.class::cast);
  }

  /** About how many tokens they have. */
  public long tokens() {
    return bundles.stream().mapToLong(Bundle::tokens).sum();
  }

  /** What documents cost with the models that will read them, and what those are read in. */
  private record Costs(
      Models models, Map<ModelRef, ReadingCost> byModel, List<ModelPrecision> precisions) {

    static Costs of(ReadOptions options, ModelStore store) {
      EngineOptions engine = options.engine().options();
      Map<String, ModelRef> found = new HashMap<>();
      Map<Format, ModelRef> byFormat = new EnumMap<>(Format.class);
      Map<ModelRef, ReadingCost> costs = new HashMap<>();
      List<ModelPrecision> precisions = new ArrayList<>();
      options
          .models()
          .forEach(
              (format, model) -> byFormat.put(format, found.computeIfAbsent(model, store::find)));
      found.forEach(
          (name, model) -> {
            Path folder = store.local(model);
            costs.put(model, ReadingCost.of(folder));
            precisions.add(ModelPrecision.of(name, folder, engine));
          });
      return new Costs(new Models(byFormat), costs, precisions);
    }

    Bundle bundle(List<DocumentRef> documents) {
      return new Bundle(
          documents,
          Math.round(documents.stream().mapToDouble(this::tokens).sum()),
          documents.stream().mapToDouble(this::flop).sum());
    }

    double tokens(DocumentRef document) {
      return document instanceof DocumentRef.Located located
          ? of(located).tokens(document.textBytes())
          : 0;
    }

    double flop(DocumentRef document) {
      return document instanceof DocumentRef.Located located
          ? tokens(document) * of(located).flopPerToken()
          : 0;
    }

    private ReadingCost of(DocumentRef.Located document) {
      return Objects.requireNonNull(byModel.get(models.of(document)), "every model has its cost");
    }
  }
}
