package io.corpuscle.jobs.table;

import io.corpuscle.engine.text.Fault;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What is written down of a row that was copied, or could not be.
 *
 * @param uri the name of the table
 * @param content the name of what its content is
 * @param id its id, if it has one that can be taken
 * @param sha256 of its content, in hexadecimal; of nothing if there is none
 * @param copy where its copy is, if nothing is wrong with it
 * @param failure what is wrong with it, if anything is
 */
record IndexRow(
    String uri,
    String content,
    Optional<String> id,
    String sha256,
    Optional<Copy> copy,
    Optional<Failure> failure) {

  static final String ID = "id";
  static final String FAULT = "fault";

  static final StructType SCHEMA =
      new StructType()
          .add("uri", DataTypes.StringType)
          .add("content", DataTypes.StringType)
          .add(ID, DataTypes.StringType)
          .add("sha256", DataTypes.StringType)
          .add("file", DataTypes.StringType)
          .add("offset", DataTypes.LongType)
          .add("length", DataTypes.LongType)
          .add("header_digest", DataTypes.LongType)
          .add(FAULT, DataTypes.StringType)
          .add("message", DataTypes.StringType);

  /**
   * Where a copy is.
   *
   * @param offset where its header begins in the file
   * @param length how many bytes of content follow the header
   * @param headerDigest tells apart headers that differ
   */
  record Copy(String file, long offset, long length, long headerDigest) {}

  /** What is wrong with a row. */
  record Failure(Fault fault, String message) {}

  Row toRow() {
    return RowFactory.create(
        uri,
        content,
        id.orElse(null),
        sha256,
        copy.map(Copy::file).orElse(null),
        copy.map(Copy::offset).orElse(null),
        copy.map(Copy::length).orElse(null),
        copy.map(Copy::headerDigest).orElse(null),
        failure.map(known -> known.fault().name()).orElse(null),
        failure.map(Failure::message).orElse(null));
  }

  static IndexRow of(Row row) {
    Optional<Copy> copy =
        row.isNullAt(4)
            ? Optional.empty()
            : Optional.of(
                new Copy(row.getString(4), row.getLong(5), row.getLong(6), row.getLong(7)));
    Optional<Failure> failure =
        row.isNullAt(8)
            ? Optional.empty()
            : Optional.of(new Failure(Fault.valueOf(row.getString(8)), row.getString(9)));
    return new IndexRow(
        row.getString(0),
        row.getString(1),
        Optional.ofNullable(row.getString(2)),
        row.getString(3),
        copy,
        failure);
  }
}
