package io.corpuscle.jobs.source;

import static org.apache.spark.sql.functions.col;

import io.corpuscle.jobs.corpus.CorpusFile;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.StagedRow;
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

  /** By what {@link Document#keeps}. */
  private final Map<Object, List<Document>> lookalikes = new HashMap<>();

  /**
   * @param stamp empty of a row of a table
   */
  private record Document(EarlierText text, String model, String uri, Optional<FileStamp> stamp) {

    /** What stays of it under another name. */
    Object keeps() {
      return stamp.<Object>map(Place::of).orElse(text.sha256());
    }
  }

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
                "file_offset",
                "tokens")
            .toLocalIterator();
    rows.forEachRemaining(row -> earlier.add(document(row, states)));
    return earlier;
  }

  private static Document document(Row row, Map<String, List<String>> states) {
    String sha256 = row.getString(1);
    return new Document(
        new EarlierText(
            row.getString(0), sha256, bytes(row), states.getOrDefault(sha256, List.of())),
        row.getString(3),
        row.getString(4),
        row.isNullAt(5)
            ? Optional.empty()
            : Optional.of(new FileStamp(row.getLong(5), row.getLong(6), row.getLong(7))));
  }

  /** Of its text or, where there are tokens and no text, of its ids. */
  private static long bytes(Row row) {
    return row.getLong(2) > 0 ? row.getLong(2) : Integer.BYTES * row.getLong(8);
  }

  private void add(Document document) {
    byDocId.put(document.text().docId(), document);
    List<Document> alike = lookalikes.computeIfAbsent(document.keeps(), k -> new ArrayList<>());
    if (alike.size() < MOST_LOOKALIKES) {
      alike.add(document);
    }
  }

  /**
   * What it says of a document.
   *
   * @param model what rows call the model that is to read it
   */
  Earlier of(DocumentRef.Openable document, String model) {
    Optional<Document> same =
        Optional.ofNullable(byDocId.get(document.docId())).filter(d -> d.model().equals(model));
    if (same.isPresent()) {
      return new Earlier(same.get().text(), untouched(same.get(), document), List.of());
    }
    Object kept =
        document instanceof StagedRow row ? row.sha256() : Place.of(stamp(document).orElseThrow());
    List<EarlierText> alike =
        lookalikes.getOrDefault(kept, List.of()).stream()
            .filter(other -> other.model().equals(model))
            .map(Document::text)
            .toList();
    return new Earlier(null, false, alike);
  }

  /** A row says itself whether it is the same; a file is held to where and when it was found. */
  private boolean untouched(Document before, DocumentRef.Openable now) {
    if (now instanceof StagedRow row) {
      return before.text().sha256().equals(row.sha256());
    }
    FileStamp stamp = stamp(now).orElseThrow();
    return before.uri().equals(now.uri())
        && before.stamp().filter(stamp::equals).isPresent()
        && stamp.modified() < settledBefore;
  }

  /** Where a document was found now; a row of a table lies nowhere that would tell it again. */
  static Optional<FileStamp> stamp(DocumentRef.Openable document) {
    if (document instanceof DocumentRef.Located located) {
      CorpusFile file = located.file();
      return Optional.of(new FileStamp(file.bytes(), file.modified(), located.offset()));
    }
    return Optional.empty();
  }
}
