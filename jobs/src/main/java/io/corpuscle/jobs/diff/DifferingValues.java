package io.corpuscle.jobs.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Which values of two rows of the same columns differ. Floating-point numbers are compared by their
 * raw bits: 0.0 is not −0.0, and a NaN is the same only as itself. Of a row that is not there
 * nothing differs.
 */
final class DifferingValues implements UDF2<@Nullable Row, @Nullable Row, List<Row>> {
  private static final long serialVersionUID = 1L;

  static final String COLUMN = "column";
  static final String IN_A = "in_a";
  static final String IN_B = "in_b";

  /** A column's name and what the two rows have in it, as text. */
  static final DataType TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add(COLUMN, DataTypes.StringType)
              .add(IN_A, DataTypes.StringType)
              .add(IN_B, DataTypes.StringType));

  @Override
  public List<Row> call(@Nullable Row a, @Nullable Row b) {
    List<Row> differing = new ArrayList<>();
    if (a == null || b == null) {
      return differing;
    }
    for (int i = 0; i < a.size(); i++) {
      Object inA = a.get(i);
      Object inB = b.get(i);
      if (!same(inA, inB)) {
        String column = a.schema().fieldNames()[i];
        int element = firstDiffering(inA, inB);
        differing.add(RowFactory.create(column, text(inA, element), text(inB, element)));
      }
    }
    return differing;
  }

  private static boolean same(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return a == b;
    }
    if (a instanceof Double x && b instanceof Double y) {
      return Double.doubleToRawLongBits(x) == Double.doubleToRawLongBits(y);
    }
    if (a instanceof Float x && b instanceof Float y) {
      return Float.floatToRawIntBits(x) == Float.floatToRawIntBits(y);
    }
    if (a instanceof Seq<?> x && b instanceof Seq<?> y) {
      return x.size() == y.size() && firstDiffering(x, y) == x.size();
    }
    return a.equals(b);
  }

  /** The first element in which two lists of one length differ; 0 of anything else. */
  private static int firstDiffering(@Nullable Object a, @Nullable Object b) {
    if (!(a instanceof Seq<?> x && b instanceof Seq<?> y && x.size() == y.size())) {
      return 0;
    }
    List<?> inA = CollectionConverters.asJava(x);
    List<?> inB = CollectionConverters.asJava(y);
    int i = 0;
    while (i < inA.size() && same(inA.get(i), inB.get(i))) {
      i++;
    }
    return i;
  }

  /**
   * A value for a person.
   *
   * @param element which of its elements to tell, if it is a list
   */
  private static String text(@Nullable Object value, int element) {
    if (value == null) {
      return "none";
    }
    if (value instanceof Double number) {
      return String.format(Locale.ROOT, "%s (0x%016x)", number, Double.doubleToRawLongBits(number));
    }
    if (value instanceof Float number) {
      return String.format(Locale.ROOT, "%s (0x%08x)", number, Float.floatToRawIntBits(number));
    }
    if (value instanceof Seq<?> list) {
      return list.isEmpty()
          ? "an empty list"
          : String.format(
              Locale.ROOT, "%s at %d of %d", text(list.apply(element), 0), element, list.size());
    }
    return value.toString();
  }
}
