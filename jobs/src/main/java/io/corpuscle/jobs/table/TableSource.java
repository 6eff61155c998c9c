package io.corpuscle.jobs.table;

import io.corpuscle.engine.reading.Content;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which rows are documents, and which columns are what of them.
 *
 * @param origin the table or query
 * @param where a condition in SQL that rows must meet; it reaches the table, so that only the
 *     partitions that can hold such rows are read
 * @param id the column that names the documents: of any type that is text as a string; unique, not
 *     null
 * @param content what a document is
 * @param body the column that has it: text as a string or as bytes, or ids as an array of integers
 * @param metadata columns that become the document's metadata, a JSON object as {@code to_json}
 *     makes it
 * @param options of the table's reader
 */
public record TableSource(
    TableOrigin origin,
    Optional<String> where,
    String id,
    Content content,
    String body,
    List<String> metadata,
    SortedMap<String, String> options) {

  public TableSource {
    metadata = List.copyOf(metadata);
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  /** What rows call the table. */
  public String name() {
    return origin.name();
  }
}
