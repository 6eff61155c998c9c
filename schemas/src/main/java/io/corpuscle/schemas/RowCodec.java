package io.corpuscle.schemas;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows as bytes, to be read again with the same columns. Floats keep their raw bits. */
public final class RowCodec {
  private final List<Column> columns;

  /**
   * @param columns what to keep of every row
   */
  public RowCodec(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Writes a row. */
  public void write(ReadingRow row, DataOutput out) throws IOException {
    out.writeByte(row.kind().ordinal());
    for (Column column : columns) {
      Optional<?> value = row.value(column);
      out.writeBoolean(value.isPresent());
      if (value.isPresent()) {
        write(column.type(), value.get(), out);
      }
    }
  }

  private static void write(ColumnType type, Object value, DataOutput out) throws IOException {
    switch (type) {
      case STRING -> {
        byte[] utf8 = ((String) value).getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
      case INT -> out.writeInt((Integer) value);
      case LONG -> out.writeLong((Long) value);
      case DOUBLE -> out.writeLong(Double.doubleToRawLongBits((Double) value));
      case FLOATS -> {
        List<?> floats = (List<?>) value;
        out.writeInt(floats.size());
        for (Object element : floats) {
          out.writeInt(Float.floatToRawIntBits((Float) element));
        }
      }
      case LONGS -> {
        List<?> longs = (List<?>) value;
        out.writeInt(longs.size());
        for (Object element : longs) {
          out.writeLong((Long) element);
        }
      }
    }
  }

  /** Reads the next row, of a document of that name. */
  public StoredRow read(DataInput in, String docId, String uri) throws IOException {
    int kind = in.readUnsignedByte();
    if (kind >= RowKind.values().length) {
      throw new IOException("a row is of kind " + kind + ", which there is not");
    }
    List<Optional<?>> values = new ArrayList<>(columns.size());
    for (Column column : columns) {
      values.add(in.readBoolean() ? Optional.of(read(column.type(), in)) : Optional.empty());
    }
    return new StoredRow(RowKind.values()[kind], docId, uri, columns, values);
  }

  private static Object read(ColumnType type, DataInput in) throws IOException {
    return switch (type) {
      case STRING -> {
        byte[] utf8 = new byte[in.readInt()];
        in.readFully(utf8);
        yield new String(utf8, StandardCharsets.UTF_8);
      }
      case INT -> in.readInt();
      case LONG -> in.readLong();
      case DOUBLE -> Double.longBitsToDouble(in.readLong());
      case FLOATS -> {
        int count = in.readInt();
        List<Float> floats = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          floats.add(Float.intBitsToFloat(in.readInt()));
        }
        yield floats;
      }
      case LONGS -> {
        int count = in.readInt();
        List<Long> longs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          longs.add(in.readLong());
        }
        yield longs;
      }
    };
  }
}
