package io.corpuscle.jobs.export;

import io.corpuscle.schemas.ArrowBatch;
import io.corpuscle.schemas.ArrowSchema;
import io.corpuscle.schemas.Column;
import io.corpuscle.schemas.RowValues;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An Arrow IPC file of rows, batch after batch.
 *
 * @param columns of the rows, in order
 * @param metadata of the schema: what the file is of
 * @param compression how it stores buffers
 */
record ArrowFile(List<Column> columns, Map<String, String> metadata, ArrowCompression compression) {
  /** Of a batch; what reads a file has one of them in memory, as has what writes it. */
  private static final int MOST_ROWS = 4_096;

  /** From here on a batch ends, too: a text of {@code metadata} may have 32 MB. */
  private static final long MOST_BYTES = 16L << 20;

  /**
   * Writes it.
   *
   * @return how many rows there were
   */
  long write(
      Iterator<? extends RowValues> rows, FileSystem files, Path path, BufferAllocator allocator)
      throws IOException {
    Schema schema = new Schema(ArrowSchema.of(columns).getFields(), metadata);
    long written = 0;
    try (ArrowBatch batch = new ArrowBatch(columns, allocator);
        VectorSchemaRoot root = new VectorSchemaRoot(schema, batch.vectors(), 0);
        ArrowFileWriter writer =
            new ArrowFileWriter(
                root,
                new DictionaryProvider.MapDictionaryProvider(),
                Channels.newChannel(files.create(path, false)),
                Map.of(),
                IpcOption.DEFAULT,
                CompressionCodec.Factory.INSTANCE,
                compression.codec())) {
      writer.start();
      while (rows.hasNext()) {
        fill(batch, rows);
        root.setRowCount(batch.rows());
        writer.writeBatch();
        written += batch.rows();
        batch.clear();
      }
      writer.end();
    }
    return written;
  }

  private static void fill(ArrowBatch batch, Iterator<? extends RowValues> rows) {
    while (rows.hasNext() && batch.rows() < MOST_ROWS && batch.bytes() < MOST_BYTES) {
      batch.add(rows.next());
    }
  }
}
