package io.corpuscle.jobs.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.jobs.Nearest;
import io.corpuscle.jobs.corpus.CorpusException;
import io.corpuscle.jobs.corpus.CorpusOptions;
import io.corpuscle.jobs.corpus.DeclaredEncoding;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.jobs.incremental.IncrementalSettings;
import io.corpuscle.jobs.journal.JournalSettings;
import io.corpuscle.jobs.models.EngineSettings;
import io.corpuscle.schemas.Table;
import io.corpuscle.schemas.Tables;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What a scan is to read, and how: the options of {@code format("corpuscle")}.
 *
 * @param table what comes out
 * @param inputs files, folders and patterns to read documents from; of rows of a table, its name
 * @param rows the folder that the rows of a table were staged in, if they were
 * @param models which model reads documents of a format, by bundled name or path
 * @param windowTokens tokens a row of {@code windows} speaks of
 * @param chunkTokens tokens that go through the model together
 * @param documentsTogether at most how many documents a task reads together
 * @param engine what reads: its {@code kernels} may be {@code auto}
 * @param partitions at most how many tasks to spread the documents over; if empty, as many as suit
 *     the cores
 * @param speeds how fast models were seen to read, to spread documents by
 * @param energy what spikes are said to cost
 * @param corpus how files are taken for documents, and how much of them is read at most ({@code
 *     limits.documentBytes} and so on, as {@link io.corpuscle.jobs.corpus.InputLimit} has them)
 * @param onError {@code quarantine} for a row that says why, {@code fail} to end the query; Spark
 *     begins a failed task anew as often as its own settings say
 * @param journal where what was read is written down, so that it need not be read again
 * @param incremental which earlier run it goes on from, if it is to; rows are then told as far as
 *     that run does not have them
 */
public record ReadOptions(
    Table table,
    List<String> inputs,
    Optional<String> rows,
    Map<Format, String> models,
    int windowTokens,
    int chunkTokens,
    int documentsTogether,
    EngineSettings engine,
    OptionalInt partitions,
    MeasuredSpeeds speeds,
    EnergyModel energy,
    CorpusOptions corpus,
    OnError onError,
    Optional<JournalSettings> journal,
    Optional<IncrementalSettings> incremental) {

  private static final String TABLE = "table";

  /** The option {@link #rows}. */
  public static final String ROWS = "rows";

  private static final String MODEL = "model";
  private static final String WINDOW_TOKENS = "windowTokens";
  private static final String CHUNK_TOKENS = "chunkTokens";
  private static final String DOCUMENTS_TOGETHER = "documentsTogether";
  private static final String KERNELS = "kernels";
  private static final String PRECISION = "precision";
  private static final String EXPERT_BYTES = "expertBytes";
  private static final String PARTITIONS = "partitions";
  private static final String ID_FIELD = "idField";
  private static final String TEXT_FIELD = "textField";
  private static final String FORMAT = "format";
  private static final String ENCODING = "encoding";
  private static final String ON_ERROR = "onError";

  /** {@code load(path)} and {@code load(paths)}, as Spark passes them on. */
  private static final String PATH = "path";

  private static final String PATHS = "paths";

  private static final List<String> KNOWN =
      Stream.of(
              Stream.of(
                  TABLE,
                  ROWS,
                  MODEL,
                  WINDOW_TOKENS,
                  CHUNK_TOKENS,
                  DOCUMENTS_TOGETHER,
                  KERNELS,
                  PRECISION,
                  EXPERT_BYTES,
                  PARTITIONS,
                  MeasuredSpeeds.OPTION,
                  ID_FIELD,
                  TEXT_FIELD,
                  FORMAT,
                  ENCODING,
                  ON_ERROR,
                  PATH,
                  PATHS),
              Format.ofDocuments().stream().map(ReadOptions::modelOf),
              EnergyOptions.KEYS.stream(),
              IncrementalOptions.KEYS.stream(),
              JournalOptions.KEYS.stream(),
              LimitOptions.KEYS.stream())
          .flatMap(keys -> keys)
          .toList();

  public ReadOptions {
    inputs = List.copyOf(inputs);
    models = Map.copyOf(models);
  }

  private static String modelOf(Format format) {
    return MODEL + "." + format;
  }

  /** These, with speeds that are known. */
  public ReadOptions with(MeasuredSpeeds known) {
    return new ReadOptions(
        table,
        inputs,
        rows,
        models,
        windowTokens,
        chunkTokens,
        documentsTogether,
        engine,
        partitions,
        known,
        energy,
        corpus,
        onError,
        journal,
        incremental);
  }

  /**
   * Reads the options; keys count in any case.
   *
   * @throws OptionException if a key is unknown, a value does not fit, or the model is missing
   */
  public static ReadOptions parse(Map<String, String> given) {
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(given);
    options.keySet().forEach(ReadOptions::requireKnown);
    try {
      Table table = Tables.named(options.getOrDefault(TABLE, Tables.WINDOWS.name()));
      ReadingOptions sizes =
          new ReadingOptions(
              number(options, WINDOW_TOKENS).orElse(ReadingOptions.DEFAULT_WINDOW_TOKENS),
              number(options, CHUNK_TOKENS).orElse(ReadingOptions.DEFAULT_CHUNK_TOKENS),
              number(options, DOCUMENTS_TOGETHER).orElse(ReadingOptions.DEFAULT_DOCUMENTS_TOGETHER),
              java.util.Set.of());
      return new ReadOptions(
          table,
          inputs(options),
          Optional.ofNullable(options.get(ROWS)),
          models(options),
          sizes.windowTokens(),
          sizes.chunkTokens(),
          sizes.documentsTogether(),
          new EngineSettings(
              options.getOrDefault(KERNELS, KernelSelection.AUTO),
              options.getOrDefault(PRECISION, KernelSelection.AUTO),
              bytes(options)),
          partitions(options),
          Optional.ofNullable(options.get(MeasuredSpeeds.OPTION))
              .map(MeasuredSpeeds::parse)
              .orElse(MeasuredSpeeds.NONE),
          EnergyOptions.parse(options),
          new CorpusOptions(
              options.getOrDefault(ID_FIELD, CorpusOptions.DEFAULT.idField()),
              options.getOrDefault(TEXT_FIELD, CorpusOptions.DEFAULT.textField()),
              Optional.ofNullable(options.get(FORMAT)).map(Format::named),
              Optional.ofNullable(options.get(ENCODING))
                  .map(DeclaredEncoding::new)
                  .orElse(DeclaredEncoding.AUTO),
              LimitOptions.parse(options)),
          OnError.named(options.getOrDefault(ON_ERROR, OnError.QUARANTINE.toString())),
          JournalOptions.parse(options),
          IncrementalOptions.parse(options));
    } catch (IllegalArgumentException | CorpusException e) {
      throw new OptionException(String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireKnown(String key) {
    if (KNOWN.stream().noneMatch(key::equalsIgnoreCase)) {
      throw new OptionException(
          String.format(
              Locale.ROOT,
              "There is no option '%s'. The nearest is '%s'; all are %s.",
              key,
              Nearest.to(key, KNOWN),
              KNOWN.stream().sorted().collect(Collectors.joining(", "))));
    }
  }

  private static OptionalInt number(CaseInsensitiveStringMap options, String key) {
    String value = options.get(key);
    if (value == null) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(value));
    } catch (NumberFormatException e) {
      throw new OptionException(
          String.format(Locale.ROOT, "Option %s is '%s' and must be a whole number.", key, value),
          e);
    }
  }

  private static long bytes(CaseInsensitiveStringMap options) {
    String value = options.getOrDefault(EXPERT_BYTES, String.valueOf(EngineSettings.ALL_EXPERTS));
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new OptionException(
          String.format(
              Locale.ROOT, "Option %s is '%s' and must be a number of bytes.", EXPERT_BYTES, value),
          e);
    }
  }

  private static OptionalInt partitions(CaseInsensitiveStringMap options) {
    OptionalInt partitions = number(options, PARTITIONS);
    if (partitions.isPresent() && partitions.getAsInt() < 1) {
      throw new OptionException(
          String.format(
              Locale.ROOT,
              "Option %s is %d and must be at least 1. Leave it out to suit the cores.",
              PARTITIONS,
              partitions.getAsInt()));
    }
    return partitions;
  }

  private static List<String> inputs(CaseInsensitiveStringMap options) {
    List<String> inputs = new ArrayList<>();
    String paths = options.get(PATHS);
    if (paths != null) {
      try {
        inputs.addAll(List.of(new ObjectMapper().readValue(paths, String[].class)));
      } catch (JsonProcessingException e) {
        throw new OptionException(
            String.format(Locale.ROOT, "Option %s is '%s', not a JSON array.", PATHS, paths), e);
      }
    }
    String path = options.get(PATH);
    if (path != null) {
      inputs.add(path);
    }
    if (inputs.isEmpty()) {
      throw new OptionException("There is nothing to read. Call load with a path, or set path.");
    }
    return inputs;
  }

  private static Map<Format, String> models(CaseInsensitiveStringMap options) {
    Map<Format, String> models = new EnumMap<>(Format.class);
    for (Format format : Format.ofDocuments()) {
      String model = options.getOrDefault(modelOf(format), options.get(MODEL));
      if (model != null) {
        models.put(format, model);
      }
    }
    if (models.isEmpty()) {
      throw new OptionException(
          "Option model is missing. Set it to a bundled model (text or dna) or a directory.");
    }
    return models;
  }
}
