package io.corpuscle.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.jobs.run.Runs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table that is read night after night, in {@code mode: incremental}. */
class NightlyTableTest {
  private static final int LONG = 40_000;
  private static final String SOURCE = "source.table=nightly";
  private static final String METADATA = "source.metadata=jurisdiction";

  @TempDir private Path folder;

  @Test
  void onlyWhatIsNewInATableIsRead() throws IOException {
    TableLake lake = new TableLake(folder);
    Row same = TableLake.contract("same", "FR", 2020, 2_000);
    Row moved = TableLake.contract("moved", "FR", 2020, 1_500);
    Row grown = TableLake.contract("grown", "FR", 2020, LONG);
    Row changed = TableLake.contract("changed", "FR", 2020, 1_100);
    Row gone = TableLake.contract("gone", "FR", 2020, 700);
    night(lake, List.of(same, moved, grown, changed, gone));

    Row renamed = RowFactory.create("renamed", moved.getString(1), "FR", 2020);
    Row longer = RowFactory.create("grown", grown.getString(1) + TableLake.bases(999), "FR", 2020);
    Row other = TableLake.contract("changed", "FR", 2020, 1_101);
    Row about = RowFactory.create("same", same.getString(1), "DE", 2020);
    Runs.Committed second = night(lake, List.of(longer, other, renamed, about));

    assertThat(lake.column(second, "change"))
        .isEqualTo(
            Map.of(
                "same", "unchanged",
                "renamed", "unchanged",
                "grown", "grown",
                "changed", "changed"));
    assertThat(second.manifest().changes()).containsEntry("gone", 2L);
    assertThat(lake.column(second, "metadata"))
        .containsEntry("same", "{\"jurisdiction\":\"DE\"}")
        .containsEntry("renamed", "{\"jurisdiction\":\"FR\"}");
    assertThat(Long.parseLong(lake.column(second, "resumed_from_token").get("grown")))
        .isGreaterThan(LONG / 2);
    Runs.Committed fresh = lake.run(lake.contracts(SOURCE, METADATA));
    assertThat(second.manifest().contentHash()).isEqualTo(fresh.manifest().contentHash());
    assertThat(second.manifest().counts()).isEqualTo(fresh.manifest().counts());
  }

  private Runs.Committed night(TableLake lake, List<Row> rows) throws IOException {
    lake.rows(rows).createOrReplaceTempView("nightly");
    return lake.run(
        lake.contracts(SOURCE, METADATA, "mode=incremental", "output=" + folder.resolve("out")));
  }
}
