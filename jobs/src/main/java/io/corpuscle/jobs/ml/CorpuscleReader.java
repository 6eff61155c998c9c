package io.corpuscle.jobs.ml;

import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.jobs.models.EngineSettings;
import io.corpuscle.jobs.texts.TextColumn;
import io.corpuscle.jobs.texts.TextModel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads a column of texts through a model, each text as a document of its own.
 *
 * <pre>{@code
 * new CorpuscleReader()
 *     .setModel("text")
 *     .setInputCol("body")
 *     .setOutputCol("reading")
 *     .setMeasures("bits_per_byte", "embedding");
 * }</pre>
 *
 * <p>The output is a struct of what was asked for, and nothing else is measured. It is null where
 * the text is null, and where it cannot be read; {@code errorCol}, if it is set, then says why.
 * Texts of a partition share chunks, and a text has the same bits in any company: those that {@code
 * analyze} has for a document that holds it.
 */
public final class CorpuscleReader extends Transformer implements DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Param<String> model;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> errorCol;
  private final StringArrayParam measures;
  private final Param<String> kernels;
  private final Param<String> precision;
  private final IntParam windowTokens;
  private final IntParam chunkTokens;
  private final IntParam documentsTogether;

  /** A reader that still has to be told its model and its input. */
  public CorpuscleReader() {
    this(Identifiable$.MODULE$.randomUID("corpuscle"));
  }

  /** As Spark ML makes one that was saved, or copied. */
  public CorpuscleReader(String uid) {
    this.uid = uid;
    model = new Param<>(this, "model", "a bundled model (text, dna) or a directory");
    inputCol = new Param<>(this, "inputCol", "the column of texts: strings, or UTF-8 as binary");
    outputCol = new Param<>(this, "outputCol", "the struct that is added");
    errorCol =
        new Param<>(
            this, "errorCol", "a column that says why a text cannot be read; none if unset");
    measures =
        new StringArrayParam(
            this,
            "measures",
            "what the struct has: any of " + Arrays.toString(TextColumn.values()));
    kernels = new Param<>(this, "kernels", "what computes: onednn, vector, reference or auto");
    precision =
        new Param<>(
            this, "precision", "what products multiply: spiking, int8, bfloat16, float32 or auto");
    windowTokens =
        new IntParam(this, "windowTokens", "tokens that are added up before their sums are");
    chunkTokens = new IntParam(this, "chunkTokens", "tokens that go through the model together");
    documentsTogether =
        new IntParam(this, "documentsTogether", "at most how many texts a task reads together");
    setDefault(outputCol, "reading");
    setDefault(
        measures, new String[] {TextColumn.TOKENS.toString(), TextColumn.BITS_PER_BYTE.toString()});
    setDefault(kernels, KernelSelection.AUTO);
    setDefault(precision, KernelSelection.AUTO);
    setDefault(windowTokens, ReadingOptions.DEFAULT_WINDOW_TOKENS);
    setDefault(chunkTokens, ReadingOptions.DEFAULT_CHUNK_TOKENS);
    setDefault(documentsTogether, ReadingOptions.DEFAULT_DOCUMENTS_TOGETHER);
  }

  @Override
  public String uid() {
    return uid;
  }

  public Param<String> model() {
    return model;
  }

  public Param<String> inputCol() {
    return inputCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public Param<String> errorCol() {
    return errorCol;
  }

  public StringArrayParam measures() {
    return measures;
  }

  public Param<String> kernels() {
    return kernels;
  }

  public Param<String> precision() {
    return precision;
  }

  public IntParam windowTokens() {
    return windowTokens;
  }

  public IntParam chunkTokens() {
    return chunkTokens;
  }

  public IntParam documentsTogether() {
    return documentsTogether;
  }

  public CorpuscleReader setModel(String value) {
    set(model, value);
    return this;
  }

  public CorpuscleReader setInputCol(String value) {
    set(inputCol, value);
    return this;
  }

  public CorpuscleReader setOutputCol(String value) {
    set(outputCol, value);
    return this;
  }

  public CorpuscleReader setErrorCol(String value) {
    set(errorCol, value);
    return this;
  }

  public CorpuscleReader setMeasures(String... values) {
    set(measures, values.clone());
    return this;
  }

  public CorpuscleReader setKernels(String value) {
    set(kernels, value);
    return this;
  }

  public CorpuscleReader setPrecision(String value) {
    set(precision, value);
    return this;
  }

  public CorpuscleReader setWindowTokens(int value) {
    set(windowTokens, value);
    return this;
  }

  public CorpuscleReader setChunkTokens(int value) {
    set(chunkTokens, value);
    return this;
  }

  public CorpuscleReader setDocumentsTogether(int value) {
    set(documentsTogether, value);
    return this;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.corpuscle.jobs.models.ModelException if there is no such model
   * @throws IllegalArgumentException if a parameter is missing or does not fit
   */
  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    Configuration hadoop = dataset.sparkSession().sparkContext().hadoopConfiguration();
    List<TextColumn> columns = columns();
    TextModel reader =
        TextModel.find(
            required(model),
            new EngineSettings($(kernels), $(precision), EngineSettings.ALL_EXPERTS),
            new ReadingOptions(
                (int) $(windowTokens),
                (int) $(chunkTokens),
                (int) $(documentsTogether),
                TextColumn.measures(columns)),
            hadoop);
    // As bytes: a string of Java would have something else where the text is not valid UTF-8.
    Column text = functions.col(quoted($(inputCol))).cast(DataTypes.BinaryType);
    return dataset
        .select(functions.col("*"), text)
        .mapPartitions(
            new ReadPartition(
                reader, columns, isDefined(errorCol), new SerializableConfiguration(hadoop)),
            Encoders.row(schema))
        .select(
            Arrays.stream(schema.fields()).map(CorpuscleReader::described).toArray(Column[]::new));
  }

  /** A column with its metadata, where Spark ML keeps what it knows: the encoder forgets it. */
  private static Column described(StructField field) {
    return functions.col(quoted(field.name())).as(field.name(), field.metadata());
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }

  @Override
  public StructType transformSchema(StructType schema) {
    requireText(schema, required(inputCol));
    StructType reading = new StructType();
    for (TextColumn column : columns()) {
      reading = reading.add(column.toString(), column.type(), true);
    }
    StructType with = withNew(schema, outputCol, reading);
    return isDefined(errorCol) ? withNew(with, errorCol, DataTypes.StringType) : with;
  }

  private List<TextColumn> columns() {
    List<TextColumn> columns =
        Arrays.stream($(measures)).map(TextColumn::named).distinct().toList();
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has no measures. Set measures to any of %s.",
              uid,
              Arrays.toString(TextColumn.values())));
    }
    return columns;
  }

  private String required(Param<String> param) {
    if (!isDefined(param)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s has no %s. Set it to %s.", uid, param.name(), param.doc()));
    }
    return $(param);
  }

  private void requireText(StructType schema, String name) {
    int at = List.of(schema.fieldNames()).indexOf(name);
    if (at < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is to read the column '%s', and there are %s. Set inputCol to one of them.",
              uid,
              name,
              List.of(schema.fieldNames())));
    }
    DataType type = schema.fields()[at].dataType();
    if (!(type instanceof StringType) && !type.equals(DataTypes.BinaryType)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is to read the column '%s', which is of type %s and has to be string or binary. Cast it to one of them.",
              uid,
              name,
              type.simpleString()));
    }
  }

  private StructType withNew(StructType schema, Param<String> param, DataType type) {
    if (List.of(schema.fieldNames()).contains($(param))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is to add the column '%s', and there is one already. Set %s to another name.",
              uid,
              $(param),
              param.name()));
    }
    return schema.add($(param), type, true);
  }

  @Override
  public CorpuscleReader copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** What loads one that was saved, as Spark ML looks for it. */
  public static MLReader<CorpuscleReader> read() {
    return new Saved().read();
  }

  /** Loads one that was saved. */
  public static CorpuscleReader load(String path) {
    return read().load(path);
  }

  private static final class Saved implements DefaultParamsReadable<CorpuscleReader> {}
}
