package io.corpuscle.jobs.export;

import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.source.SparkSchema;
import io.corpuscle.schemas.Column;
import io.corpuscle.schemas.RowValues;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.util.ArrowUtils;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes the rows of a partition into a file that no other attempt writes to.
 *
 * @param columns the columns of {@code table} that rows have
 * @param run the id of their run
 * @param contentHash its content hash
 * @param folder where to write
 */
record FileTask(
    RunTable table,
    List<String> columns,
    String run,
    String contentHash,
    ArrowCompression compression,
    String folder,
    SerializableConfiguration hadoop)
    implements Function2<Integer, Iterator<Row>, Iterator<WrittenFile>> {

  @Override
  public Iterator<WrittenFile> call(Integer part, Iterator<Row> rows) throws IOException {
    List<Column> typed = columns.stream().map(table.table()::column).toList();
    Map<String, String> metadata =
        Map.of(
            "corpuscle.table", table.toString(),
            "corpuscle.run", run,
            "corpuscle.content_hash", contentHash);
    Path path = new Path(folder, part + "-" + TaskContext.get().taskAttemptId());
    try (BufferAllocator allocator =
        ArrowUtils.rootAllocator().newChildAllocator("export", 0, Long.MAX_VALUE)) {
      long written =
          new ArrowFile(typed, metadata, compression)
              .write(values(rows), path.getFileSystem(hadoop.value()), path, allocator);
      return List.of(new WrittenFile(part, path.toString(), written)).iterator();
    }
  }

  private static Iterator<RowValues> values(Iterator<Row> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public RowValues next() {
        return SparkSchema.values(rows.next());
      }
    };
  }
}
