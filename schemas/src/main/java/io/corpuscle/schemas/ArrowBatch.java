package io.corpuscle.schemas;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;

/** Rows in Arrow vectors, one vector a column that was asked for. Not for several threads. */
public final class ArrowBatch implements AutoCloseable {
  private final List<Column> columns;
  private final List<FieldVector> vectors;
  private int rows;

  /**
   * A batch of no rows.
   *
   * @param columns what to take of every row
   * @param allocator where the vectors' memory comes from; it must outlive the batch
   */
  public ArrowBatch(List<Column> columns, BufferAllocator allocator) {
    this.columns = List.copyOf(columns);
    this.vectors =
        columns.stream().map(column -> ArrowSchema.field(column).createVector(allocator)).toList();
  }

  /** Appends a row. */
  public void add(RowValues row) {
    for (int c = 0; c < vectors.size(); c++) {
      Optional<?> value = row.value(columns.get(c));
      if (value.isPresent()) {
        write(value.get(), vectors.get(c), rows);
      } else {
        vectors.get(c).setNull(rows);
      }
    }
    rows++;
  }

  private static void write(Object value, FieldVector vector, int at) {
    if (vector instanceof VarCharVector texts) {
      texts.setSafe(at, ((String) value).getBytes(StandardCharsets.UTF_8));
    } else if (vector instanceof IntVector ints) {
      ints.setSafe(at, (Integer) value);
    } else if (vector instanceof BigIntVector longs) {
      longs.setSafe(at, (Long) value);
    } else if (vector instanceof Float8Vector doubles) {
      doubles.setSafe(at, (Double) value);
    } else {
      write((List<?>) value, (ListVector) vector, at);
    }
  }

  private static void write(List<?> values, ListVector vector, int at) {
    FieldVector elements = vector.getDataVector();
    int start = vector.startNewValue(at);
    for (int i = 0; i < values.size(); i++) {
      if (elements instanceof Float4Vector floats) {
        floats.setSafe(start + i, (Float) values.get(i));
      } else {
        ((BigIntVector) elements).setSafe(start + i, (Long) values.get(i));
      }
    }
    vector.endValue(at, values.size());
  }

  /** How many rows it has. */
  public int rows() {
    return rows;
  }

  /** The vectors, in the order of the columns, with all rows added so far. */
  public List<FieldVector> vectors() {
    vectors.forEach(vector -> vector.setValueCount(rows));
    return vectors;
  }

  /** How much its rows take in the vectors. */
  public long bytes() {
    return vectors().stream().mapToLong(FieldVector::getBufferSize).sum();
  }

  /** Takes all rows out; the vectors keep their memory for those to come. */
  public void clear() {
    vectors.forEach(FieldVector::reset);
    rows = 0;
  }

  /** Gives the memory back; a second time does nothing. */
  @Override
  public void close() {
    vectors.forEach(FieldVector::close);
  }
}
