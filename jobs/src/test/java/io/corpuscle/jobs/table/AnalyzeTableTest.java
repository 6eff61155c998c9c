package io.corpuscle.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.run.Runs;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of tables: the same rows as of files with the same texts, wherever they come from. */
class AnalyzeTableTest {
  @TempDir private static Path folder;
  private static TableLake lake;
  private static Runs.Committed ofFiles;

  @BeforeAll
  static void readFiles() throws Exception {
    lake = new TableLake(folder);
    Path files = lake.files(TableLake.contracts());
    ofFiles = lake.run(lake.config("input=" + files, "format=text"));
    Dataset<Row> contracts = lake.rows(TableLake.contracts());
    contracts.createOrReplaceTempView("contracts");
    contracts.write().partitionBy("jurisdiction").parquet(at("parquet"));
    contracts.write().format("delta").save(at("delta"));
    contracts.writeTo("lake.legal.contracts").using("iceberg").create();
  }

  private static String at(String name) {
    return folder.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table: contracts",
        "table: lake.legal.contracts",
        "query: SELECT * FROM contracts DISTRIBUTE BY body",
        "{format: parquet, path: PATH}",
        "{format: delta, path: PATH}"
      })
  void theRowsAreThoseOfFilesWithTheSameTexts(String source) throws IOException {
    String format = source.contains("delta") ? "delta" : "parquet";
    String map = source.startsWith("{") ? source : "{" + source + "}";

    Runs.Committed run =
        lake.run(
            lake.config(
                "source=" + map.replace("PATH", at(format)),
                "source.id=contract_id",
                "source.text=body"));

    assertThat(run.manifest().contentHash()).isEqualTo(ofFiles.manifest().contentHash());
    assertThat(run.manifest().counts()).isEqualTo(ofFiles.manifest().counts());
    String name = lake.documents(run).select("uri").distinct().collectAsList().get(0).getString(0);
    assertThat(name).isIn("contracts", "lake.legal.contracts", "query", format + " " + at(format));
    try (Stream<Path> left = Files.list(Path.of(URI.create(run.folder())))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("documents", "windows", "manifest.json", ".manifest.json.crc");
    }
    assertThat(AnalyzeConfig.of(run.manifest().config()).toMap())
        .isEqualTo(run.manifest().config());
  }

  @Test
  void aConditionReachesTheTableAndItsPartitions() throws IOException {
    AnalyzeConfig config =
        lake.contracts(
            "source.format=parquet",
            "source.path=" + at("parquet"),
            "source.where=jurisdiction = 'FR' AND year >= 2020");

    SourceRows rows = SourceRows.of(config.source().orElseThrow(), lake.spark());
    String plan = rows.rows().queryExecution().executedPlan().toString();
    assertThat(plan).contains("PartitionFilters: [isnotnull(jurisdiction");
    assertThat(plan).contains("PushedFilters: [IsNotNull(year), GreaterThanOrEqual(year,2020)]");
    assertThat(plan).contains("ReadSchema: struct<contract_id:string,body:string,year:int>");

    assertThat(lake.column(lake.run(config), "status")).containsOnlyKeys("c2", "c5");
  }

  @Test
  void columnsTravelAsMetadata() throws IOException {
    Runs.Committed run =
        lake.run(
            lake.contracts(
                "source.query=SELECT *, make_date(year, 2, 3) signed FROM contracts",
                "source.metadata=[jurisdiction, signed]",
                "source.where=contract_id IN ('c1', 'c6')"));

    assertThat(lake.column(run, "metadata"))
        .isEqualTo(
            Map.of(
                "c1", "{\"jurisdiction\":\"FR\",\"signed\":\"2019-02-03\"}",
                "c6", "{\"jurisdiction\":\"IT\",\"signed\":\"2022-02-03\"}"));
  }

  @Test
  void bytesAreDecodedAsFilesAre() throws IOException {
    String text = "ACGT «é» €";
    byte[] utf16 = ("\ufeff" + text).getBytes(StandardCharsets.UTF_16BE);
    byte[] ansi = text.getBytes(Charset.forName("windows-1252"));
    byte[] marked = ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
    lake.spark()
        .createDataFrame(
            List.of(
                RowFactory.create(1L, ansi),
                RowFactory.create(2L, utf16),
                RowFactory.create(3L, marked),
                RowFactory.create(4L, new byte[] {'A', (byte) 0x81})),
            new StructType().add("id", DataTypes.LongType).add("text", DataTypes.BinaryType))
        .createOrReplaceTempView("bytes");

    Runs.Committed run = lake.run(lake.config("source.table=bytes", "encoding=windows-1252"));

    String sha256 = lake.column(run, "content_sha256").get("1");
    assertThat(lake.column(run, "content_sha256"))
        .isEqualTo(Map.of("1", sha256, "2", sha256, "3", sha256));
    assertThat(lake.column(run, "encoding"))
        .isEqualTo(Map.of("1", "windows-1252", "2", "UTF-16BE"));
    assertThat(lake.column(run, "error_code")).isEqualTo(Map.of("4", "UNSUPPORTED_ENCODING"));
  }

  @Test
  void aStringThatIsNotUtf8FailsAndIsNotMended() throws IOException {
    Runs.Committed run =
        lake.run(lake.config("source.query=SELECT 'x' id, string(unhex('4143FF47')) text"));

    assertThat(lake.column(run, "error_code")).isEqualTo(Map.of("x", "INVALID_UTF8"));
  }

  @Test
  void rowsThatCannotBeDocumentsAreFailedOnes() throws IOException {
    Runs.Committed run =
        lake.run(
            lake.config(
                """
                source.query="SELECT * FROM VALUES ('a', 'ACGT'), ('b', null), ('c', 'AC'), ('c', 'AC'), \
                ('d', 'GATTACA'), (null, 'AC'), (null, null), ('query#1', 'TT'), ('a long name', 'AC') AS t(id, text)\"""",
                "limits.documentBytes=6",
                "limits.nameBytes=10"));

    assertThat(lake.column(run, "error_code"))
        .isEqualTo(
            Map.of(
                "b", "MISSING_FIELD",
                "c", "DUPLICATE_ID",
                "d", "LIMIT",
                "query#2", "LIMIT",
                "query#3", "MISSING_FIELD",
                "query#4", "MISSING_FIELD"));
    assertThat(lake.column(run, "error_message"))
        .hasEntrySatisfying(
            "b", message -> assertThat(message).contains("query: the row 'b': its content is null"))
        .hasEntrySatisfying("c", message -> assertThat(message).contains("2 rows with the id 'c'"))
        .hasEntrySatisfying("d", message -> assertThat(message).contains("limits.documentBytes"));
    assertThat(run.manifest().counts().documents()).isEqualTo(8);
    assertThat(run.manifest().counts().tokens()).isEqualTo(6);
  }

  @Test
  void icebergIsReadAsOfASnapshotOrBetweenTwo() throws Exception {
    String table = "lake.legal.dated";
    lake.rows(TableLake.contracts().subList(0, 2)).writeTo(table).using("iceberg").create();
    String first = snapshot(table);
    lake.rows(TableLake.contracts().subList(2, 5)).writeTo(table).append();
    String second = snapshot(table);

    Runs.Committed now = lake.run(lake.contracts("source.table=" + table));
    assertThat(now.manifest().inputSnapshot()).isEqualTo(second);
    assertThat(lake.column(now, "status")).hasSize(5);

    Runs.Committed then =
        lake.run(lake.contracts("source.table=" + table, "source.options.versionAsOf=" + first));
    assertThat(then.manifest().inputSnapshot()).isEqualTo(first);
    assertThat(lake.column(then, "status")).containsOnlyKeys("c1", "c2");

    Runs.Committed since =
        lake.run(
            lake.contracts("source.table=" + table, "source.options.start-snapshot-id=" + first));
    assertThat(since.manifest().inputSnapshot()).isEqualTo(second);
    assertThat(lake.column(since, "status")).containsOnlyKeys("c3", "c4", "c5");
  }

  private static String snapshot(String table) {
    return lake.spark()
        .sql("SELECT string(snapshot_id) FROM " + table + ".refs WHERE name = 'main'")
        .first()
        .getString(0);
  }

  @Test
  void deltaIsReadAsOfAVersion() throws IOException {
    String path = at("dated");
    lake.rows(TableLake.contracts().subList(0, 2)).write().format("delta").save(path);
    lake.rows(TableLake.contracts().subList(2, 5))
        .write()
        .format("delta")
        .mode("append")
        .save(path);

    Runs.Committed now = lake.run(lake.contracts("source.format=delta", "source.path=" + path));
    assertThat(now.manifest().inputSnapshot()).isEqualTo("1");
    assertThat(lake.column(now, "status")).hasSize(5);

    Runs.Committed then =
        lake.run(
            lake.contracts(
                "source.format=delta", "source.path=" + path, "source.options={versionAsOf: 0}"));
    assertThat(then.manifest().inputSnapshot()).isEqualTo("0");
    assertThat(lake.column(then, "status")).containsOnlyKeys("c1", "c2");
  }

  @Test
  void anOrdinaryTableHasNoSnapshotThatIsKnown() throws IOException {
    Runs.Committed run = lake.run(lake.contracts("source.table=contracts"));

    assertThat(run.manifest().inputSnapshot()).isEmpty();
    assertThat(ofFiles.manifest().inputSnapshot()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source.text=bodi | 'source.text' is 'bodi', and contracts has no such column. The nearest is 'body'; all are contract_id, body, jurisdiction, year.",
        "source.id=contractid | The nearest is 'contract_id'",
        "source.metadata=[year, jurisdicton] | 'source.metadata' is 'jurisdicton', and contracts has no such column. The nearest is 'jurisdiction'",
        "source.text=year | 'source.text' is 'year', which in contracts is int and must be string or binary.",
        "source.table=lake.legal.none | 'source.table' of lake.legal.none cannot be read: ",
        "source.where=jurisdiction = | 'source.where' of contracts cannot be read: "
      })
  void whatIsWrongWithASourceIsSaidBeforeAnythingIsRead(String wrong) throws IOException {
    String[] parts = wrong.split(" \\| ");
    AnalyzeConfig config = lake.contracts("source.table=contracts", parts[0]);

    assertThatThrownBy(() -> lake.run(config)).hasMessageContaining(parts[1]);
    assertThat(Path.of(config.output())).doesNotExist();
  }

  @Test
  void idsOfTheWrongTypeAreRefused() throws IOException {
    AnalyzeConfig config =
        lake.config("source.query=SELECT array(1) id, array(1L) ids", "source.tokens=ids");

    assertThatThrownBy(() -> lake.run(config)).hasMessageContaining("'source.id' is 'id'");
    assertThatThrownBy(
            () ->
                lake.run(
                    lake.config("source.query=SELECT 1 id, array(1L) ids", "source.tokens=ids")))
        .hasMessageContaining("is array<bigint> and must be array<int>");
  }

  @Test
  @Tag("full")
  void aMillionRowsAreDocuments() throws IOException {
    Runs.Committed run =
        lake.run(
            lake.config(
                "source.query=SELECT id, 'ACGT' || id AS text FROM range(1000000)",
                "windowTokens=16",
                "embeddings=false",
                "journal.enabled=false"));

    assertThat(run.manifest().counts().documents()).isEqualTo(1_000_000);
    assertThat(run.manifest().counts().failed()).isZero();
  }

  @Test
  void whatIsInThePartsOfATableIsReadOnce() throws IOException {
    List<Row> many = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      many.add(TableLake.contract("n" + i, "FR", 2020, 5 + i));
    }
    lake.rows(many).repartition(7).createOrReplaceTempView("many");

    Runs.Committed run = lake.run(lake.contracts("source.table=many"));

    assertThat(run.manifest().counts().documents()).isEqualTo(200);
    assertThat(run.manifest().counts().bytes()).isEqualTo(200 * 5 + 199 * 100);
  }
}
