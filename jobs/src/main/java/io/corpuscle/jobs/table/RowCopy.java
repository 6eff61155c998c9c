package io.corpuscle.jobs.table;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import io.corpuscle.jobs.corpus.CorpusOptions;
import io.corpuscle.jobs.corpus.DeclaredEncoding;
import io.corpuscle.jobs.corpus.InputLimit;
import io.corpuscle.jobs.corpus.InputLimits;
import io.corpuscle.jobs.corpus.StagedHeader;
import io.corpuscle.schemas.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Copies rows into files of a run, a file for each attempt of a task, and lists the copies. The
 * list is a Parquet table, which takes up the rows of attempts that were committed and of no other:
 * so what a failed or slower attempt wrote is in no list, and is removed with the run.
 */
public final class RowCopy implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final String folder;
  private final String table;
  private final Content content;
  private final SourceRows.Body kind;
  private final DeclaredEncoding encoding;
  private final InputLimits limits;
  private final SerializableConfiguration hadoop;

  private RowCopy(
      String folder, SourceRows rows, CorpusOptions corpus, SerializableConfiguration hadoop) {
    this.folder = folder;
    this.table = rows.source().name();
    this.content = rows.source().content();
    this.kind = rows.body();
    this.encoding = corpus.encoding();
    this.limits = corpus.limits();
    this.hadoop = hadoop;
  }

  /**
   * Copies all rows.
   *
   * @param corpus {@code encoding} of bytes and {@code limits}, as of files
   * @param folder where to; it is created
   */
  public static void of(
      SourceRows rows, CorpusOptions corpus, String folder, Configuration hadoop) {
    RowCopy copy = new RowCopy(folder, rows, corpus, new SerializableConfiguration(hadoop));
    rows.rows().mapPartitions(copy, Encoders.row(IndexRow.SCHEMA)).write().parquet(index(folder));
  }

  /** Where the list is. */
  static String index(String folder) {
    return folder + "/index";
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    TaskContext task = TaskContext.get();
    String name =
        String.format(
            Locale.ROOT, "%s/rows-%05d-%d", folder, task.partitionId(), task.taskAttemptId());
    RowFile file = new RowFile(name, hadoop.value());
    task.addTaskCompletionListener((TaskCompletionListener) ended -> file.abandon());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean more = rows.hasNext();
        if (!more) {
          // Before the attempt commits what it says of the file.
          file.close();
        }
        return more;
      }

      @Override
      public Row next() {
        return copy(rows.next(), file).toRow();
      }
    };
  }

  private IndexRow copy(Row row, RowFile file) {
    Optional<String> id = Optional.ofNullable(row.getString(0));
    if (id.isEmpty()) {
      return failed(
          id,
          Fault.MISSING_FIELD,
          table
              + " has a row whose id is null. Give it one, or leave such rows out by source.where.");
    }
    if (utf8Bytes(id.get()) > limits.of(InputLimit.NAME_BYTES)) {
      return failed(
          Optional.empty(),
          Fault.LIMIT,
          limits.message(InputLimit.NAME_BYTES, table + ": the id of a row"));
    }
    String place = String.format(Locale.ROOT, "%s: the row '%s'", table, id.get());
    try {
      RowBody known = RowBody.of(row.get(1), kind, encoding);
      Optional<String> metadata = Optional.ofNullable(row.getString(2));
      requireWithin(InputLimit.DOCUMENT_BYTES, known.bytes().length);
      requireWithin(InputLimit.METADATA_BYTES, metadata.map(RowCopy::utf8Bytes).orElse(0));
      StagedHeader header = new StagedHeader(known.encoding(), metadata);
      long offset = file.append(header.toBytes(), known.bytes());
      return new IndexRow(
          table,
          content.name(),
          id,
          Sha256.hex(Sha256.begin(), known.bytes()),
          Optional.of(
              new IndexRow.Copy(file.path(), offset, known.bytes().length, header.digest())),
          Optional.empty());
    } catch (DocumentException e) {
      return failed(id, e.fault(), place + ": " + e.getMessage());
    }
  }

  private IndexRow failed(Optional<String> id, Fault fault, String message) {
    return new IndexRow(
        table,
        content.name(),
        id,
        "",
        Optional.empty(),
        Optional.of(new IndexRow.Failure(fault, message)));
  }

  private void requireWithin(InputLimit limit, int bytes) {
    if (bytes > limits.of(limit)) {
      throw limits.exceeded(limit, "it");
    }
  }

  private static int utf8Bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
