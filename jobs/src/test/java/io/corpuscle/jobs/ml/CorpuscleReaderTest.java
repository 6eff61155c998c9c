package io.corpuscle.jobs.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.models.ModelException;
import io.corpuscle.jobs.source.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpuscleReaderTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final int TEXTS = 12;

  private static Path model;
  private static Path corpus;
  private static Dataset<Row> texts;

  /** The same texts as files and as a table; two of them longer than a window. */
  @BeforeAll
  static void write(@TempDir Path folder) throws IOException {
    model = TinyModels.dna(folder.resolve("tiny"), 5);
    corpus = Files.createDirectories(folder.resolve("corpus"));
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      String name = "%02d.txt".formatted(i);
      String text = bases(i < 2 ? 1500 + 700 * i : 23 * i);
      Files.writeString(corpus.resolve(name), text);
      rows.add(RowFactory.create(name, text));
    }
    texts = table(rows).repartition(2, functions.col("name"));
  }

  private static Dataset<Row> table(List<Row> rows) {
    StructType schema =
        new StructType().add("name", DataTypes.StringType).add("text", DataTypes.StringType);
    return SPARK.createDataFrame(rows, schema);
  }

  private static String bases(int count) {
    StringBuilder text = new StringBuilder();
    new Random(count).ints(count, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
    return text.toString();
  }

  private static CorpuscleReader reader() {
    return new CorpuscleReader().setModel(model.toString()).setInputCol("text").setChunkTokens(128);
  }

  @Test
  void aTextHasTheBitsOfADocumentThatHoldsIt() {
    List<Row> documents =
        SPARK
            .read()
            .format("corpuscle")
            .option("table", "documents")
            .option("model", model.toString())
            .load(corpus.toString())
            .select("doc_id", "tokens", "bytes", "bits_per_byte")
            .orderBy("doc_id")
            .collectAsList();

    Dataset<Row> read =
        reader().setMeasures("tokens", "bytes", "bits_per_byte").transform(texts).orderBy("name");

    assertThat(read.select("name", "reading.*").collectAsList().toString())
        .isEqualTo(documents.toString());
    assertThat(documents).hasSize(TEXTS);
  }

  @Test
  void theEmbeddingOfAWindowIsThatOfItsText() {
    Dataset<Row> windows =
        SPARK
            .read()
            .format("corpuscle")
            .option("model", model.toString())
            .load(corpus.toString())
            .where("doc_id > '01.txt'")
            .select("doc_id", "bits_per_token", "embedding")
            .orderBy("doc_id");

    Dataset<Row> read =
        reader()
            .setMeasures("bits_per_token", "embedding")
            .transform(texts)
            .where("name > '01.txt'")
            .select("name", "reading.*")
            .orderBy("name");

    assertThat(read.collectAsList().toString())
        .isEqualTo(windows.collectAsList().toString())
        .doesNotContain("NaN");
  }

  @Test
  void onlyWhatIsAskedForIsThere() {
    Metadata known = new MetadataBuilder().putString("comment", "names it").build();
    Dataset<Row> described =
        texts.select(functions.col("name").as("name", known), functions.col("text"));
    CorpuscleReader reader = reader().setMeasures("tokens").setErrorCol("error");

    StructType schema = reader.transform(described).schema();

    assertThat(schema).isEqualTo(reader.transformSchema(described.schema()));
    assertThat(schema.simpleString())
        .isEqualTo("struct<name:string,text:string,reading:struct<tokens:bigint>,error:string>");
    assertThat(schema.apply("name").metadata()).isEqualTo(known);
  }

  @Test
  void noTextHasNoReading() {
    Dataset<Row> some = table(List.of(RowFactory.create("a", null), RowFactory.create("b", "AC")));

    List<Row> read = reader().setErrorCol("error").transform(some).orderBy("name").collectAsList();

    assertThat(read.get(0).isNullAt(2)).isTrue();
    assertThat(read.get(0).isNullAt(3)).isTrue();
    assertThat(read.get(1).getStruct(2).getLong(0)).isEqualTo(2);
  }

  @Test
  void aTextThatCannotBeReadSaysWhy() {
    StructType schema = new StructType().add("text", DataTypes.BinaryType);
    byte[] good = "GATTACA".getBytes(StandardCharsets.US_ASCII);
    byte[] bad = {'A', (byte) 0xFF, 'C'};
    Dataset<Row> some =
        SPARK.createDataFrame(List.of(RowFactory.create(good), RowFactory.create(bad)), schema);
    // A string of Spark may hold any bytes.
    Dataset<Row> strings = some.select(functions.col("text").cast("string").as("text"));

    for (Dataset<Row> input : List.of(some, strings)) {
      List<Row> read = reader().setErrorCol("error").transform(input).collectAsList();

      assertThat(read.get(0).getStruct(1).getLong(0)).isEqualTo(7);
      assertThat(read.get(0).isNullAt(2)).isTrue();
      assertThat(read.get(1).isNullAt(1)).isTrue();
      assertThat(read.get(1).getString(2)).startsWith("INVALID_UTF8: ").contains("byte 1");
      assertThat(reader().transform(input).where("reading IS NULL").count()).isEqualTo(1);
    }
  }

  @Test
  void itIsAStageOfAPipelineThatCanBeSaved(@TempDir Path folder) throws IOException {
    PipelineStage bits =
        new SQLTransformer()
            .setStatement("SELECT name, reading.bits_per_byte AS bits FROM __THIS__");
    PipelineModel fitted =
        new Pipeline().setStages(new PipelineStage[] {reader(), bits}).fit(texts);

    fitted.save(folder.resolve("pipeline").toString());
    PipelineModel loaded = PipelineModel.load(folder.resolve("pipeline").toString());

    assertThat(loaded.transform(texts).schema().fieldNames()).containsExactly("name", "bits");
    assertThat(loaded.transform(texts).orderBy("name").collectAsList())
        .isEqualTo(fitted.transform(texts).orderBy("name").collectAsList())
        .hasSize(TEXTS);
  }

  @Test
  void allThatIsSetIsSaved(@TempDir Path folder) throws IOException {
    CorpuscleReader saved =
        reader()
            .setOutputCol("out")
            .setErrorCol("why")
            .setMeasures("embedding", "bytes")
            .setKernels("vector")
            .setPrecision("float32")
            .setWindowTokens(10)
            .setChunkTokens(64)
            .setDocumentsTogether(3);
    saved.save(folder.resolve("reader").toString());

    CorpuscleReader loaded = CorpuscleReader.load(folder.resolve("reader").toString());

    assertThat(loaded.uid()).isEqualTo(saved.uid());
    assertThat(saved.params()).allMatch(saved::isSet).hasSize(10);
    for (Param<?> param : saved.params()) {
      Object value = saved.getOrDefault(param);
      assertThat(loaded.getOrDefault(loaded.getParam(param.name()))).isEqualTo(value);
    }
    assertThat(saved.copy(ParamMap.empty()).transformSchema(texts.schema()))
        .isEqualTo(saved.transformSchema(texts.schema()));
  }

  @Test
  void columnsMayHaveAnyName() {
    Dataset<Row> named = texts.withColumnRenamed("text", "a.b `c`");

    Row first = reader().setInputCol("a.b `c`").transform(named).orderBy("name").first();

    assertThat(first.<Row>getAs("reading").getLong(0)).isEqualTo(1500);
  }

  @Test
  void mistakesAreFoundBeforeAnyTask() {
    StructType schema = texts.schema();

    assertThatThrownBy(() -> new CorpuscleReader().setInputCol("text").transform(texts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no model");
    assertThatThrownBy(() -> new CorpuscleReader().transformSchema(schema))
        .hasMessageContaining("has no inputCol");
    assertThatThrownBy(() -> reader().setInputCol("body").transformSchema(schema))
        .hasMessageContaining("'body'")
        .hasMessageContaining("[name, text]");
    assertThatThrownBy(() -> reader().transformSchema(new StructType().add("text", "int")))
        .hasMessageContaining("of type int");
    assertThatThrownBy(() -> reader().setOutputCol("name").transformSchema(schema))
        .hasMessageContaining("there is one already")
        .hasMessageContaining("outputCol");
    assertThatThrownBy(() -> reader().setMeasures("perplexity").transformSchema(schema))
        .hasMessageContaining("'perplexity'")
        .hasMessageContaining("bits_per_token");
    assertThatThrownBy(() -> reader().setMeasures().transformSchema(schema))
        .hasMessageContaining("has no measures");
    assertThatThrownBy(() -> reader().setChunkTokens(5).transform(texts))
        .hasMessageContaining("chunkTokens is 5");
    assertThatThrownBy(() -> reader().setModel("nosuch").transform(texts))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nosuch");
  }
}
