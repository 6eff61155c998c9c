package io.corpuscle.schemas;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What a set of rows says, in 256 bits: the sum, modulo 2²⁵⁶, of the SHA-256 of each row's content
 * columns. It depends neither on the order of the rows nor on how they are divided, so parts can be
 * digested where they are and added up. It tells apart runs that went differently; it is not made
 * to withstand somebody who chooses rows so that they collide.
 *
 * @param sum the sum, in 0 … 2²⁵⁶ − 1
 */
public record ContentDigest(BigInteger sum) implements Serializable {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  /** The digest of no rows. */
  public static final ContentDigest NONE = new ContentDigest(BigInteger.ZERO);

  public ContentDigest {
    if (sum.signum() < 0 || sum.compareTo(MODULUS) >= 0) {
      throw new IllegalArgumentException(
          "A digest lies in 0 … 2^256 − 1; " + sum + " does not. Take it modulo 2^256.");
    }
  }

  /**
   * The digest of one row: of the table's name and, for each content column in the table's order in
   * which the row has a value, the column's name and the value: texts as the number of their UTF-8
   * bytes and the bytes, lists as the number of their elements and the elements, numbers
   * big-endian, floats by their raw bits. So a column that is added to a table changes no digest of
   * rows without it.
   */
  public static ContentDigest ofRow(Table table, RowValues row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(table.name(), out);
      for (Column column : table.columns()) {
        if (column.kind() == ColumnKind.CONTENT) {
          Optional<?> value = row.value(column);
          if (value.isPresent()) {
            write(column.name(), out);
            write(column, value.get(), out);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return new ContentDigest(new BigInteger(1, Sha256.begin().digest(bytes.toByteArray())));
  }

  private static void write(Column column, Object value, DataOutputStream out) throws IOException {
    switch (column.type()) {
      case STRING -> write((String) value, out);
      case INT -> out.writeInt((Integer) value);
      case LONG -> out.writeLong((Long) value);
      case DOUBLE -> out.writeLong(Double.doubleToRawLongBits((Double) value));
      case FLOATS -> {
        List<?> values = (List<?>) value;
        out.writeInt(values.size());
        for (Object element : values) {
          out.writeInt(Float.floatToRawIntBits((Float) element));
        }
      }
      case LONGS -> {
        List<?> values = (List<?>) value;
        out.writeInt(values.size());
        for (Object element : values) {
          out.writeLong((Long) element);
        }
      }
    }
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  /** The digest of these rows and those. */
  public ContentDigest plus(ContentDigest other) {
    return new ContentDigest(sum.add(other.sum).mod(MODULUS));
  }

  /** 64 hexadecimal digits. */
  public String hex() {
    byte[] bytes = MODULUS.add(sum).toByteArray();
    return HexFormat.of().formatHex(bytes, 1, bytes.length);
  }
}
