package io.corpuscle.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.text.TokenIds;
import io.corpuscle.engine.text.TokenStream;
import io.corpuscle.engine.text.Tokenizer;
import io.corpuscle.engine.text.TokenizerFiles;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.schemas.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that are arrays of token ids. */
class TokenTableTest {
  private static final StructType EVENTS =
      new StructType()
          .add("id", DataTypes.IntegerType)
          .add("ids", DataTypes.createArrayType(DataTypes.IntegerType));

  @TempDir private Path folder;
  private TableLake lake;

  @BeforeEach
  void makeALake() throws IOException {
    lake = new TableLake(folder);
  }

  @Test
  void theIdsOfATextAreReadAsTheText() throws IOException {
    String text = TableLake.bases(1_234);
    lake.spark()
        .createDataFrame(
            List.of(RowFactory.create(1, text)),
            new StructType().add("id", DataTypes.IntegerType).add("text", DataTypes.StringType))
        .createOrReplaceTempView("texts");
    view(List.of(RowFactory.create(1, ids(text))));

    Runs.Committed ofText = lake.run(lake.config("source.table=texts"));
    Runs.Committed ofIds = lake.run(lake.config("source.table=events", "source.tokens=ids"));

    assertThat(said(ofIds)).hasSize(3).isEqualTo(said(ofText));
    assertThat(lake.column(ofIds, "bits_per_token"))
        .isNotEmpty()
        .isEqualTo(lake.column(ofText, "bits_per_token"));
    assertThat(lake.column(ofIds, "bits_per_byte")).isEmpty();
    assertThat(lake.column(ofIds, "bytes")).isEqualTo(Map.of("1", "0"));
    byte[] bytes = TokenIds.bytes(ids(text).stream().mapToInt(Integer::intValue).toArray());
    assertThat(lake.column(ofIds, "content_sha256"))
        .isEqualTo(Map.of("1", Sha256.hex(Sha256.begin(), bytes)));
  }

  /** What the model says of each window. */
  private List<Row> said(Runs.Committed run) {
    return lake.spark()
        .read()
        .parquet(run.table("windows"))
        .select("token_start", "token_end", "bits_per_token", "surprisal_max", "embedding")
        .orderBy("token_start")
        .collectAsList();
  }

  @Test
  void anIdThatIsNoneIsTheDocumentsFault() throws IOException {
    List<Integer> unknown = new ArrayList<>(ids(TableLake.bases(10)));
    unknown.set(7, 1_000_000);
    List<Integer> none = new ArrayList<>(unknown);
    none.set(4, null);
    view(
        List.of(
            RowFactory.create(1, unknown),
            RowFactory.create(2, none),
            RowFactory.create(3, List.of()),
            RowFactory.create(4, null)));

    Runs.Committed run = lake.run(lake.config("source.table=events", "source.tokens=ids"));

    assertThat(lake.column(run, "error_code"))
        .isEqualTo(Map.of("1", "INVALID_TOKEN", "2", "INVALID_TOKEN", "4", "MISSING_FIELD"));
    assertThat(lake.column(run, "error_message").get("1")).contains("token 7, ", " is 1000000 ");
    assertThat(lake.column(run, "error_message").get("2"))
        .contains("token 4, counted from 0, is null");
  }

  @Test
  void anUnchangedSequenceIsNotReadAgainAndALongerOneGoesOn() throws IOException {
    String text = TableLake.bases(9_000);
    view(List.of(RowFactory.create(1, ids(text)), RowFactory.create(2, ids("ACGT"))));
    night();

    view(
        List.of(
            RowFactory.create(2, ids("ACGT")),
            RowFactory.create(1, ids(text + TableLake.bases(777)))));
    Runs.Committed second = night();

    assertThat(lake.column(second, "change")).isEqualTo(Map.of("1", "grown", "2", "unchanged"));
    assertThat(lake.column(second, "resumed_from_token").get("1")).isNotEqualTo("0");
    assertThat(second.manifest().contentHash())
        .isEqualTo(
            lake.run(lake.config("source.table=events", "source.tokens=ids"))
                .manifest()
                .contentHash());
  }

  private Runs.Committed night() throws IOException {
    return lake.run(
        lake.config(
            "source.table=events",
            "source.tokens=ids",
            "mode=incremental",
            "output=" + folder.resolve("out")));
  }

  private void view(List<Row> rows) {
    lake.spark().createDataFrame(rows, EVENTS).createOrReplaceTempView("events");
  }

  private List<Integer> ids(String text) {
    List<Integer> ids = new ArrayList<>();
    Tokenizer tokenizer = TokenizerFiles.open(lake.model());
    TokenStream stream = tokenizer.open((id, byteEnd) -> ids.add(id));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    stream.feed(bytes, 0, bytes.length);
    stream.finish();
    return ids;
  }
}
