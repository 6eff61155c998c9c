package io.corpuscle.jobs.table;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.engine.text.Fault;
import io.corpuscle.jobs.corpus.Compression;
import io.corpuscle.jobs.corpus.Corpus;
import io.corpuscle.jobs.corpus.CorpusFile;
import io.corpuscle.jobs.corpus.DeclaredEncoding;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.jobs.corpus.StagedRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The documents that the copies of rows are, in the order in which the copies lie, so that a task
 * opens few files and reads each from its beginning to its end.
 *
 * <p>An id that several rows have names none of them: one failed document says so, and none of the
 * rows is read. Rows without an id, or with one that is too long, fail one by one, named by the
 * table and a number.
 */
public final class StagedRows {
  private static final Comparator<DocumentRef> BY_PLACE =
      Comparator.comparing(StagedRows::file).thenComparingLong(StagedRows::offset);

  private final List<DocumentRef> documents = new ArrayList<>();

  /** Each is shared by all rows in it, and so is the table's name by all of them. */
  private final Map<String, CorpusFile> files = new HashMap<>();

  private final Map<String, String> names = new HashMap<>();

  /** Ids that might be taken for the name of a row that has none. */
  private final Set<String> numbered = new HashSet<>();

  private final List<IndexRow> withoutId = new ArrayList<>();
  private Optional<IndexRow> waiting = Optional.empty();
  private long rowsWithId;

  private StagedRows() {}

  /** The documents whose copies a folder holds. */
  public static Corpus in(String folder, SparkSession spark) {
    Iterator<Row> rows =
        spark
            .read()
            .schema(IndexRow.SCHEMA)
            .parquet(RowCopy.index(folder))
            .orderBy(IndexRow.ID, IndexRow.FAULT)
            .toLocalIterator();
    StagedRows found = new StagedRows();
    rows.forEachRemaining(row -> found.add(IndexRow.of(row)));
    found.settle();
    found.nameThoseWithoutId();
    found.documents.sort(BY_PLACE);
    return new Corpus(found.documents, List.of());
  }

  private void add(IndexRow row) {
    if (row.id().isEmpty()) {
      withoutId.add(row);
      return;
    }
    if (waiting.isPresent() && waiting.get().id().equals(row.id())) {
      rowsWithId++;
      return;
    }
    settle();
    waiting = Optional.of(row);
    rowsWithId = 1;
  }

  /** All rows with the id of the one that waits have been seen. */
  private void settle() {
    if (waiting.isEmpty()) {
      return;
    }
    IndexRow row = waiting.get();
    String id = row.id().orElseThrow();
    if (id.startsWith(row.uri() + "#")) {
      numbered.add(id);
    }
    documents.add(rowsWithId == 1 ? document(row, id) : repeated(row, id));
  }

  private DocumentRef document(IndexRow row, String id) {
    if (row.copy().isEmpty()) {
      return failed(row, id);
    }
    IndexRow.Copy copy = row.copy().get();
    return new StagedRow(
        id,
        names.computeIfAbsent(row.uri(), name -> name),
        files.computeIfAbsent(copy.file(), StagedRows::copied),
        copy.offset(),
        copy.length(),
        Content.valueOf(row.content()),
        row.sha256(),
        copy.headerDigest());
  }

  private static CorpusFile copied(String path) {
    return new CorpusFile(
        path, Format.TABLE, Compression.NONE, 0, 0, DeclaredEncoding.AUTO, List.of());
  }

  /** Those that were not copied come first. */
  private static String file(DocumentRef document) {
    return document instanceof StagedRow row ? row.file().uri() : "";
  }

  private static long offset(DocumentRef document) {
    return document instanceof StagedRow row ? row.offset() : 0;
  }

  private DocumentRef repeated(IndexRow row, String id) {
    return new DocumentRef.Failed(
        id,
        row.uri(),
        Fault.DUPLICATE_ID,
        String.format(
            Locale.ROOT,
            "%s has %,d rows with the id '%s', and a document is one. None of them is read: choose one of them by a query, or name in source.id a column that tells them apart.",
            row.uri(),
            rowsWithId,
            id));
  }

  private void nameThoseWithoutId() {
    long number = 0;
    for (IndexRow row : withoutId) {
      String name;
      do {
        name = row.uri() + "#" + ++number;
      } while (numbered.contains(name));
      documents.add(failed(row, name));
    }
  }

  private static DocumentRef failed(IndexRow row, String name) {
    IndexRow.Failure failure = row.failure().orElseThrow();
    return new DocumentRef.Failed(name, row.uri(), failure.fault(), failure.message());
  }
}
