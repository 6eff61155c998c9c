package io.corpuscle.jobs;

import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.jobs.corpus.CorpusException;
import io.corpuscle.jobs.corpus.CorpusOptions;
import io.corpuscle.jobs.corpus.DeclaredEncoding;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.jobs.corpus.InputLimit;
import io.corpuscle.jobs.corpus.InputLimits;
import io.corpuscle.jobs.incremental.IncrementalSettings;
import io.corpuscle.jobs.journal.JournalSettings;
import io.corpuscle.jobs.models.EngineSettings;
import io.corpuscle.jobs.publish.Destination;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.jobs.source.EnergyOptions;
import io.corpuscle.jobs.source.JournalOptions;
import io.corpuscle.jobs.source.LimitOptions;
import io.corpuscle.jobs.source.MeasuredSpeeds;
import io.corpuscle.jobs.source.OnError;
import io.corpuscle.jobs.source.ReadOptions;
import io.corpuscle.jobs.table.TableSource;
import io.corpuscle.schemas.Sha256;
import io.corpuscle.schemas.Table;
import io.corpuscle.schemas.Tables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code analyze} is to do: a file of {@code conf/jobs}, key by key. Relative paths count from
 * the working directory (on a cluster: from the default file system's).
 *
 * @param input files, folders and patterns to read documents from; none if there is a source
 * @param source the table whose rows are documents, if they are
 * @param output the folder that runs are written to
 * @param mode what becomes of earlier runs there; {@code append} unless told otherwise
 * @param model for each format of documents the model that reads them, by path or bundled name
 * @param windowTokens tokens a row of {@code windows} speaks of
 * @param chunkTokens tokens that go through the model together
 * @param documentsTogether at most how many documents a task reads together
 * @param engine {@code kernels}: name of the kernel provider, or {@code auto}; {@code precision}:
 *     what products multiply ({@code float32}, {@code bfloat16}, {@code int8}, {@code spiking}), or
 *     {@code auto} for what each model was made for; {@code expertBytes}: what a model's experts
 *     may take of an executor's memory
 * @param partitions how many tasks to spread the documents over; if empty, as many as suit the
 *     cores
 * @param embeddings whether to write the mean hidden state of every window
 * @param spikes whether to count the spikes of models that are read as spikes
 * @param experts whether to count the tokens that go to each expert, of models that have experts
 * @param energy what spikes are said to cost
 * @param corpus {@code idField}, {@code textField}, {@code format} and {@code encoding}: how files
 *     are taken for documents; {@code limits}: how much of them is read at most, a map with the
 *     keys of {@link InputLimit} ({@code documentBytes}, {@code lineBytes} ...), those left out at
 *     their standard
 * @param onError what becomes of the run when a document fails: {@code quarantine}, unless told
 *     otherwise, for a row that says why; {@code fail} to end the job at the first
 * @param errorBudget how many documents may fail for the run to be committed: a share of all such
 *     as {@code 5%}, or a number such as {@code 20}; {@code 100%} unless told otherwise
 * @param journal how what has been read is kept, so that an interrupted analysis goes on
 * @param leastStateTokens {@code states}, a map with the key {@code tokens}: with {@code mode:
 *     incremental}, from how many tokens on the state at a document's end is saved, so that what is
 *     appended to it can be read on from there; 65,536 unless told otherwise
 * @param publish {@code format}, {@code to} and {@code branch}: tables that runs are brought to as
 *     well, by {@code mode} beside the runs before, in place of them, or document by document; if
 *     empty, runs stay in the output
 * @param planted a list of passages whose ranks the summary is to show, as {@code
 *     data-samples/planted.json}
 */
public record AnalyzeConfig(
    List<String> input,
    Optional<TableSource> source,
    String output,
    WriteMode mode,
    Map<Format, String> model,
    int windowTokens,
    int chunkTokens,
    int documentsTogether,
    EngineSettings engine,
    OptionalInt partitions,
    boolean embeddings,
    boolean spikes,
    boolean experts,
    EnergyModel energy,
    CorpusOptions corpus,
    OnError onError,
    ErrorBudget errorBudget,
    JournalConfig journal,
    int leastStateTokens,
    Optional<Destination> publish,
    Optional<String> planted) {

  private static final String EXPERT_BYTES = "expertBytes";
  private static final int JOB_DIGITS = 16;
  private static final String ENERGY = "energy";
  private static final String ENCODING = "encoding";
  private static final String LIMITS = "limits";
  private static final String ON_ERROR = "onError";
  private static final String ERROR_BUDGET = "errorBudget";
  private static final String STATES = "states";
  private static final String STATE_TOKENS = "tokens";
  private static final Set<String> ENERGY_KEYS =
      Set.of("name", "int8_add_pj", "int8_mac_pj", "fp16_mac_pj");

  private static final Set<String> KEYS =
      Set.of(
          "input",
          SourceConfig.SOURCE,
          "output",
          "mode",
          "model",
          "windowTokens",
          "chunkTokens",
          "documentsTogether",
          "kernels",
          "precision",
          EXPERT_BYTES,
          "partitions",
          "embeddings",
          "spikes",
          "experts",
          ENERGY,
          "idField",
          "textField",
          "format",
          ENCODING,
          "journal",
          STATES,
          LIMITS,
          ON_ERROR,
          ERROR_BUDGET,
          PublishConfig.KEY,
          "planted");

  public AnalyzeConfig {
    input = List.copyOf(input);
    model = ofDocuments(model);
  }

  /** Archives hold documents and are none. */
  private static Map<Format, String> ofDocuments(Map<Format, String> models) {
    Map<Format, String> byFormat = new EnumMap<>(Format.class);
    byFormat.putAll(models);
    byFormat.keySet().retainAll(Format.ofDocuments());
    return Map.copyOf(byFormat);
  }

  /**
   * Reads a configuration.
   *
   * @param overrides {@code key=value} each, over what the file says; a model of one format is
   *     {@code model.fasta=dna}
   * @throws ConfigException if the file cannot be read, a key is unknown or missing, or a value
   *     does not fit
   */
  public static AnalyzeConfig read(Path file, List<String> overrides) {
    Settings settings = Settings.read(file, overrides, KEYS);
    try {
      return of(settings);
    } catch (IllegalArgumentException | CorpusException e) {
      throw new ConfigException(file + ": " + e.getMessage(), e);
    }
  }

  /** The configuration that {@link #toMap} gave. */
  public static AnalyzeConfig of(Map<String, Object> map) {
    return of(Settings.of("manifest.json", map));
  }

  private static AnalyzeConfig of(Settings settings) {
    ReadingOptions reading =
        new ReadingOptions(
            settings.number("windowTokens").orElse(ReadingOptions.DEFAULT_WINDOW_TOKENS),
            settings.number("chunkTokens").orElse(ReadingOptions.DEFAULT_CHUNK_TOKENS),
            settings.number("documentsTogether").orElse(ReadingOptions.DEFAULT_DOCUMENTS_TOGETHER),
            Set.of());
    OptionalInt partitions = settings.number("partitions");
    if (partitions.isPresent() && partitions.getAsInt() < 1) {
      throw settings.refused(
          "partitions",
          "'partitions' is " + partitions.getAsInt() + " and must be at least 1, or left out.");
    }
    Optional<TableSource> source = SourceConfig.of(settings);
    Map<Format, String> models =
        settings.textByChoice(
            "model", Format.class, "a model's path or bundled name, or one for each format");
    if (source.isPresent() && !models.containsKey(Format.TABLE)) {
      throw settings.refused(
          "model",
          String.format(
              Locale.ROOT,
              "'model' names one for %s, and 'source' is %s. Set model.%s.",
              new TreeSet<>(models.keySet()),
              source.get().name(),
              Format.TABLE));
    }
    return new AnalyzeConfig(
        input(settings, source),
        source,
        settings.requiredText("output", "the folder to write runs to"),
        settings.choice("mode", WriteMode.class).orElse(WriteMode.APPEND),
        models,
        reading.windowTokens(),
        reading.chunkTokens(),
        reading.documentsTogether(),
        new EngineSettings(
            settings.text("kernels").orElse(KernelSelection.AUTO),
            settings.text("precision").orElse(KernelSelection.AUTO),
            settings.bytes(EXPERT_BYTES).orElse(EngineSettings.ALL_EXPERTS)),
        partitions,
        settings.flag("embeddings", true),
        settings.flag("spikes", false),
        settings.flag("experts", false),
        energy(settings),
        new CorpusOptions(
            settings.text("idField").orElse(CorpusOptions.DEFAULT.idField()),
            settings.text("textField").orElse(CorpusOptions.DEFAULT.textField()),
            settings.choice("format", Format.class),
            settings.text(ENCODING).map(DeclaredEncoding::new).orElse(DeclaredEncoding.AUTO),
            limits(settings)),
        settings.choice(ON_ERROR, OnError.class).orElse(OnError.QUARANTINE),
        settings.text(ERROR_BUDGET).map(ErrorBudget::parse).orElse(ErrorBudget.ALL),
        JournalConfig.of(settings),
        leastStateTokens(settings),
        PublishConfig.of(settings),
        settings.text("planted").filter(path -> !path.isBlank()));
  }

  private static List<String> input(Settings settings, Optional<TableSource> source) {
    List<String> input = settings.textsIfAny("input");
    if (source.isEmpty()) {
      return settings.texts(
          "input",
          "a path, a pattern, or a list of them, to read documents from (or source, for a table)");
    }
    if (!input.isEmpty()) {
      throw settings.refused(
          SourceConfig.SOURCE,
          String.format(
              Locale.ROOT,
              "'input' is %s and 'source' is %s, and documents come from one of them. Leave the other out.",
              input,
              source.get().name()));
    }
    return input;
  }

  private static int leastStateTokens(Settings settings) {
    settings.hasMap(STATES, Set.of(STATE_TOKENS));
    String key = STATES + "." + STATE_TOKENS;
    int tokens = settings.number(key).orElse(IncrementalSettings.DEFAULT_LEAST_TOKENS);
    if (tokens < 1) {
      throw settings.refused(key, "'" + key + "' is " + tokens + " and must be at least 1.");
    }
    return tokens;
  }

  private static InputLimits limits(Settings settings) {
    Map<InputLimit, Long> given = new EnumMap<>(InputLimit.class);
    if (settings.hasMap(LIMITS, Set.copyOf(InputLimit.shortKeys()))) {
      for (InputLimit limit : InputLimit.values()) {
        settings.count(limit.key()).ifPresent(value -> given.put(limit, value));
      }
    }
    return InputLimits.of(given);
  }

  /** All of its figures or none: figures of one source beside those of another say nothing. */
  private static EnergyModel energy(Settings settings) {
    if (!settings.hasMap(ENERGY, ENERGY_KEYS)) {
      return EnergyModel.HOROWITZ_45NM;
    }
    return new EnergyModel(
        settings.requiredText("energy.name", "what the figures were taken from"),
        settings.requiredPositive("energy.int8_add_pj", "what an INT8 addition takes, in pJ"),
        settings.requiredPositive(
            "energy.int8_mac_pj", "what an INT8 multiply-accumulate takes, in pJ"),
        settings.requiredPositive(
            "energy.fp16_mac_pj", "what an FP16 multiply-accumulate takes, in pJ"));
  }

  /** Every key that has a value, as a file of {@code conf/jobs} would have it. */
  public SortedMap<String, Object> toMap() {
    SortedMap<String, Object> map = new TreeMap<>();
    source.ifPresentOrElse(
        table -> map.put(SourceConfig.SOURCE, SourceConfig.toMap(table)),
        () -> map.put("input", input));
    map.put("output", output);
    map.put("mode", mode.toString());
    Map<String, String> models = new TreeMap<>();
    model.forEach((format, name) -> models.put(format.toString(), name));
    map.put("model", models);
    map.put("windowTokens", windowTokens);
    map.put("chunkTokens", chunkTokens);
    map.put("documentsTogether", documentsTogether);
    map.put("kernels", engine.kernels());
    map.put("precision", engine.precision());
    if (engine.expertBytes() != EngineSettings.ALL_EXPERTS) {
      map.put(EXPERT_BYTES, engine.expertBytes());
    }
    partitions.ifPresent(count -> map.put("partitions", count));
    map.put("embeddings", embeddings);
    map.put("spikes", spikes);
    map.put("experts", experts);
    map.put(
        ENERGY,
        new TreeMap<>(
            Map.of(
                "name", energy.name(),
                "int8_add_pj", energy.int8AddPicojoules(),
                "int8_mac_pj", energy.int8MacPicojoules(),
                "fp16_mac_pj", energy.fp16MacPicojoules())));
    map.put("idField", corpus.idField());
    map.put("textField", corpus.textField());
    corpus.format().ifPresent(format -> map.put("format", format.toString()));
    map.put(ENCODING, corpus.encoding().toString());
    map.put("journal", journal.toMap());
    map.put(STATES, new TreeMap<>(Map.of(STATE_TOKENS, leastStateTokens)));
    map.put(LIMITS, corpus.limits().toMap());
    map.put(ON_ERROR, onError.toString());
    map.put(ERROR_BUDGET, errorBudget.toString());
    publish.ifPresent(destination -> map.put(PublishConfig.KEY, destination.toMap()));
    planted.ifPresent(path -> map.put("planted", path));
    return map;
  }

  /** What is measured. */
  public Set<Measure> measures() {
    Set<Measure> measures = EnumSet.of(Measure.SURPRISAL, Measure.ENTROPY);
    if (embeddings) {
      measures.add(Measure.EMBEDDING);
    }
    if (spikes) {
      measures.add(Measure.SPIKES);
    }
    if (experts) {
      measures.add(Measure.EXPERTS);
    }
    return measures;
  }

  /** The tables that a run has: its documents last. */
  List<RunTable> runTables() {
    return spikes
        ? List.of(RunTable.WINDOWS, RunTable.SPIKES, RunTable.DOCUMENTS)
        : List.of(RunTable.WINDOWS, RunTable.DOCUMENTS);
  }

  /** The table that has all it wants, in one pass over the documents. */
  Table readingTable() {
    return spikes ? Tables.SPIKING_READING : Tables.READING;
  }

  /** What the documents are read from, as it is named to a reader. */
  public List<String> inputNames() {
    return source.map(table -> List.of(table.name())).orElse(input);
  }

  /**
   * The same, for who plans a reading of all documents without Spark.
   *
   * @throws ConfigException if they are rows of a table
   */
  public ReadOptions reading() {
    if (source.isPresent()) {
      throw new ConfigException(
          "The documents are rows of "
              + source.get().name()
              + ", of which only a run can tell how many they are and how long: it copies them first. Plan files, or run it.");
    }
    return new ReadOptions(
        readingTable(),
        input,
        Optional.empty(),
        model,
        windowTokens,
        chunkTokens,
        documentsTogether,
        engine,
        partitions,
        MeasuredSpeeds.NONE,
        energy,
        corpus,
        onError,
        journalSettings(),
        Optional.empty());
  }

  /** Where a scan of it keeps what was read, if it does. */
  Optional<JournalSettings> journalSettings() {
    return journal.kept() ? Optional.of(journal.settings(output, job())) : Optional.empty();
  }

  /**
   * How a scan of it goes on from an earlier run.
   *
   * @param reading its {@link ReadingFingerprint}
   */
  IncrementalSettings incrementalSettings(String reading, Optional<Runs.Committed> earlier) {
    return new IncrementalSettings(
        reading,
        output + "/_states/" + reading,
        leastStateTokens,
        earlier.map(Runs.Committed::folder).orElse(null));
  }

  /** Names the job: what it reads, and where to. */
  private String job() {
    MessageDigest digest = Sha256.begin();
    String what = input + "\n" + source.map(SourceConfig::toMap) + "\n" + output;
    return Sha256.hex(digest, what.getBytes(StandardCharsets.UTF_8)).substring(0, JOB_DIGITS);
  }

  /** What the data source {@code corpuscle} is told of it. */
  Map<String, String> readingOptions() {
    Map<String, String> options = new HashMap<>(EnergyOptions.of(energy));
    options.put("table", readingTable().name());
    model.forEach((format, name) -> options.put("model." + format, name));
    options.put("windowTokens", Integer.toString(windowTokens));
    options.put("chunkTokens", Integer.toString(chunkTokens));
    options.put("documentsTogether", Integer.toString(documentsTogether));
    options.put("kernels", engine.kernels());
    options.put("precision", engine.precision());
    options.put(EXPERT_BYTES, Long.toString(engine.expertBytes()));
    partitions.ifPresent(count -> options.put("partitions", Integer.toString(count)));
    options.put("idField", corpus.idField());
    options.put("textField", corpus.textField());
    corpus.format().ifPresent(format -> options.put("format", format.toString()));
    options.put(ENCODING, corpus.encoding().toString());
    options.putAll(LimitOptions.of(corpus.limits()));
    options.put(ON_ERROR, onError.toString());
    journalSettings().ifPresent(settings -> options.putAll(JournalOptions.of(settings)));
    return options;
  }
}
