package io.corpuscle.jobs.source;

import io.corpuscle.engine.EngineOptions;
import io.corpuscle.jobs.corpus.Corpus;
import io.corpuscle.jobs.corpus.DocumentPacking;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.jobs.incremental.Earlier;
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
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What a scan will read and how it is spread, known before anything is read.
 *
 * @param models which model reads which documents
 * @param engine what runs them on every node
 * @param basis what documents were taken to cost
 * @param bundles the documents of each task, costliest first
 * @param skipped files whose names tell no format
 */
public record ReadPlan(
    Models models, EngineSettings engine, Basis basis, List<Bundle> bundles, List<String> skipped) {

  public ReadPlan {
    bundles = List.copyOf(bundles);
    skipped = List.copyOf(skipped);
  }

  /** What a document is taken to cost. */
  public enum Basis {
    /** The time it takes, at the speed each model was seen to read at. */
    MEASURED_SPEED,
    /** The operations that its tokens take: the speed of a model in use is not known. */
    OPERATIONS
  }

  /**
   * The documents of one task.
   *
   * @param documents in the order they are read
   * @param tokens about how many tokens of theirs are to be read
   */
  public record Bundle(List<DocumentRef> documents, long tokens) {}

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
    return of(
        options,
        hadoop,
        cores,
        () -> Corpus.scan(hadoop, options.inputs(), options.corpus()),
        document -> true,
        EarlierRun.NONE);
  }

  static ReadPlan of(
      ReadOptions options,
      Configuration hadoop,
      int cores,
      Supplier<Corpus> input,
      Predicate<DocumentRef> wanted,
      EarlierRun earlier) {
    // Decided once, here: executors on different machines must not each choose their own.
    EngineSettings engine = options.engine().chosen();
    Costs costs = Costs.of(options, new ModelStore(hadoop), earlier);
    if (options.table().kinds().contains(RowKind.SPIKE)) {
      costs.precisions().forEach(ModelPrecision::requireSpiking);
    }
    Corpus corpus = input.get();
    List<DocumentRef> documents = corpus.documents().stream().filter(wanted).toList();
    int most = options.partitions().orElseGet(() -> DocumentPacking.bundlesFor(cores));
    Basis basis = costs.basis(documents);
    List<Bundle> bundles =
        DocumentPacking.pack(documents, document -> costs.of(document, basis), most).stream()
            .map(costs::bundle)
            .toList();
    return new ReadPlan(costs.models, engine, basis, bundles, corpus.skipped());
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

  /** About how many tokens of theirs are to be read. */
  public long tokens() {
    return bundles.stream().mapToLong(Bundle::tokens).sum();
  }

  /** What documents cost with the models that will read them, and what those are read in. */
  private record Costs(
      Models models,
      Map<ModelRef, ReadingCost> byModel,
      List<ModelPrecision> precisions,
      EarlierRun earlier) {

    static Costs of(ReadOptions options, ModelStore store, EarlierRun earlier) {
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
            costs.put(model, ReadingCost.of(folder, options.speeds().of(name)));
            precisions.add(ModelPrecision.of(name, folder, engine));
          });
      return new Costs(new Models(byFormat), costs, precisions, earlier);
    }

    Bundle bundle(List<DocumentRef> documents) {
      return new Bundle(documents, Math.round(documents.stream().mapToDouble(this::tokens).sum()));
    }

    double tokens(DocumentRef document) {
      if (!(document instanceof DocumentRef.Openable openable)) {
        return 0;
      }
      Earlier known = earlier.of(openable, models.of(openable).name());
      return of(openable).tokens(openable.content(), known.bytesToRead(document.textBytes()));
    }

    /** Times and operations cannot be added: one unit for all documents. */
    Basis basis(List<DocumentRef> documents) {
      boolean seen =
          documents.stream()
              .filter(DocumentRef.Openable.class::isInstance)
              .allMatch(d -> of((DocumentRef.Openable) d).tokensPerSecond().isPresent());
      return seen ? Basis.MEASURED_SPEED : Basis.OPERATIONS;
    }

    double of(DocumentRef document, Basis basis) {
      if (!(document instanceof DocumentRef.Openable openable)) {
        return 0;
      }
      ReadingCost cost = of(openable);
      return switch (basis) {
        case MEASURED_SPEED -> tokens(document) / cost.tokensPerSecond().orElseThrow();
        case OPERATIONS -> tokens(document) * cost.flopPerToken();
      };
    }

    private ReadingCost of(DocumentRef.Openable document) {
      return Objects.requireNonNull(byModel.get(models.of(document)), "every model has its cost");
    }
  }
}
