package io.corpuscle.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowCodecTest {
  private static final Table TABLE = Tables.SPIKING_READING;

  @Test
  void rowsOfEveryKindAreReadAsTheyWereWritten() throws IOException {
    Random random = new Random(3);
    RowCodec codec = new RowCodec(TABLE.columns());
    List<StoredRow> rows = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (int i = 0; i < 300; i++) {
        StoredRow row = row(RowKind.values()[i % RowKind.values().length], random);
        rows.add(row);
        codec.write(row, out);
      }
    }

    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    for (StoredRow row : rows) {
      StoredRow read = codec.read(in, row.docId(), row.uri());
      assertThat(read).isEqualTo(row);
      assertThat(ContentDigest.ofRow(TABLE, read)).isEqualTo(ContentDigest.ofRow(TABLE, row));
    }
    assertThat(in.read()).isEqualTo(-1);
  }

  private static StoredRow row(RowKind kind, Random random) {
    List<Optional<?>> values = new ArrayList<>();
    for (Column column : TABLE.columns()) {
      values.add(
          random.nextInt(4) == 0 ? Optional.empty() : Optional.of(value(column.type(), random)));
    }
    return new StoredRow(kind, "d", "u", TABLE.columns(), values);
  }

  private static Object value(ColumnType type, Random random) {
    return switch (type) {
      case STRING -> "\u00e4\u4e2d" + random.nextInt();
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case DOUBLE -> Double.longBitsToDouble(random.nextLong());
      case FLOATS -> List.of(Float.intBitsToFloat(random.nextInt()), -0.0f, Float.NaN);
      case LONGS -> List.of(random.nextLong(), Long.MIN_VALUE);
    };
  }
}
