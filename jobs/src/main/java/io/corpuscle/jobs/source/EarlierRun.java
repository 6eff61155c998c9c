package io.corpuscle.jobs.source;

import static org.apache.spark.sql.functions.col;

import io.corpuscle.jobs.corpus.CorpusFile;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.incremental.Earlier;
import io.corpuscle.jobs.incremental.EarlierText;
import io.corpuscle.jobs.incremental.IncrementalSettings;
import io.corpuscle.jobs.incremental.SavedStates;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import io.corpuscle.schemas.FileStamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The documents that an earlier run has read to their end, on the driver. */
final class EarlierRun {
  /** Without an earlier run. */
  static final EarlierRun NONE = new EarlierRun(Long.MIN_VALUE);

  /** Of so many files of one size, a new one is held to no more. */
  private static final int MOST_LOOKALIKES = 16;

  /**
   * A file that was written so shortly before the run began may have been written again since,
   * within one tick of its file system's clock.
   */
  private static final long CLOCK_MILLIS = 2_000;

  private final long settledBefore;
  private final Map<String, Document> byDocId = new HashMap<>();
  private final Map<Place, List<Document>> byPlace = new HashMap<>();

  private record Document(EarlierText text, String model, String uri, FileStamp stamp) {}

  /** What a file keeps when it is moved. */
  private record Place(long fileBytes, long offset) {
    static Place of(FileStamp stamp) {
      return new Place(stamp.bytes(), stamp.offset());
    }
  }

  private EarlierRun(long settledBefore) {
    this.settledBefore = settledBefore;
  }

  /** The one that settings name, if they do. */
  static EarlierRun of(IncrementalSettings settings, SparkSession spark, Configuration hadoop) {
    if (settings.earlier().isEmpty()) {
      return NONE;
    }
    Runs.Committed run = Runs.at(hadoop, settings.earlier().get());
    Map<String, List<String>> states = SavedStates.in(settings.states(), hadoop).byText();
    EarlierRun earlier =
        new EarlierRun(Instant.parse(run.manifest().started()).toEpochMilli() - CLOCK_MILLIS);
    Iterator<Row> rows =
        spark
            .read()
            .parquet(run.table(RunTable.DOCUMENTS.toString()))
            .where(col("status").equalTo("ok"))
            .select(
                "doc_id",
                "content_sha256",
                "bytes",
                "model",
                "uri",
                "file_bytes",
                "file_modified",
                "file_offset")
            .toLocalIterator();
    rows.forEachRemaining(row -> earlier.add(document(row, states)));
    return earlier;
  }

  private static Document document(Row row, Map<String, List<String>> states) {
    String sha256 = row.getString(1);
    return new Document(
        new EarlierText(
            row.getString(0), sha256, row.getLong(2), states.getOrDefault(sha256, List.of())),
        row.getString(3),
        row.getString(4),
        new FileStamp(row.getLong(5), row.getLong(6), row.getLong(7)));
  }

  private void add(Document document) {
    byDocId.put(document.text().docId(), document);
    List<Document> sameSize =
        byPlace.computeIfAbsent(Place.of(document.stamp()), p -> new ArrayList<>());
    if (sameSize.size() < MOST_LOOKALIKES) {
      sameSize.add(document);
    }
  }

  /**
   * What it says of a document.
   *
   * @param model what rows call the model that is to read it
   */
  Earlier of(DocumentRef.Located document, String model) {
    FileStamp stamp = stamp(document);
    Optional<Document> same =
        Optional.ofNullable(byDocId.get(document.docId())).filter(d -> d.model().equals(model));
    if (same.isPresent()) {
      boolean untouched =
          same.get().uri().equals(document.uri())
              && same.get().stamp().equals(stamp)
              && stamp.modified() < settledBefore;
      return new Earlier(same.get().text(), untouched, List.of());
    }
    List<EarlierText> lookalikes =
        byPlace.getOrDefault(Place.of(stamp), List.of()).stream()
            .filter(other -> other.model().equals(model))
            .map(Document::text)
            .toList();
    return new Earlier(null, false, lookalikes);
  }

  /** Where a document was found now. */
  static FileStamp stamp(DocumentRef.Located document) {
    CorpusFile file = document.file();
    return new FileStamp(file.bytes(), file.modified(), document.offset());
  }
}
