package io.corpuscle.jobs.run;

import static org.apache.spark.sql.types.DataTypes.FloatType;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * How a Parquet file is laid out for those who search it, as options of Spark's writer: zstd; row
 * groups small enough to be worth skipping; a bloom filter over documents' names; vectors without a
 * dictionary. The page index is Parquet's own default.
 */
public final class SearchLayout {
  /** A search skips row groups; Parquet's own 128 MB would be half a file. */
  private static final int ROW_GROUP_BYTES = 32 << 20;

  private static final String DOCUMENT = "doc_id";

  /**
   * 1 MB, 512 KB, … 1 KB: filters of these sizes are filled side by side, and the smallest that has
   * room for the names in a row group is written.
   */
  private static final int FILTER_SIZES = 11;

  private SearchLayout() {}

  /** The options for rows of that schema. */
  public static Map<String, String> of(StructType schema) {
    Map<String, String> options = new TreeMap<>();
    options.put("compression", "zstd");
    options.put("parquet.block.size", Integer.toString(ROW_GROUP_BYTES));
    for (StructField field : schema.fields()) {
      if (field.dataType() instanceof ArrayType array && array.elementType() == FloatType) {
        // The numbers of a vector hardly ever repeat.
        options.put("parquet.enable.dictionary#" + field.name() + ".list.element", "false");
      }
      if (field.name().equals(DOCUMENT)) {
        options.put("parquet.bloom.filter.enabled#" + DOCUMENT, "true");
        options.put("parquet.bloom.filter.adaptive.enabled", "true");
        options.put(
            "parquet.bloom.filter.candidates.number#" + DOCUMENT, Integer.toString(FILTER_SIZES));
        // Parquet writes no filter of a column that is all in a dictionary.
        options.put("parquet.enable.dictionary#" + DOCUMENT, "false");
      }
    }
    return options;
  }
}
