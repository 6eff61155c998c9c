package io.corpuscle.jobs.source;

import io.corpuscle.jobs.corpus.DocumentRef;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.sources.EqualNullSafe;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.In;

/**
 * Which documents a query can be about: those for which all of its filters on {@code doc_id} and
 * {@code uri} hold.
 *
 * @param filters such as {@link #understands} says yes to
 */
record DocumentFilter(List<Filter> filters) implements Predicate<DocumentRef> {
  private static final String DOC_ID = "doc_id";
  private static final String URI = "uri";

  DocumentFilter {
    filters = List.copyOf(filters);
  }

  /** Whether a filter can be decided before a document is read. */
  static boolean understands(Filter filter) {
    String column = column(filter);
    return column.equals(DOC_ID) || column.equals(URI);
  }

  @Override
  public boolean test(DocumentRef document) {
    return filters.stream().allMatch(filter -> holds(filter, document));
  }

  private static boolean holds(Filter filter, DocumentRef document) {
    String value = column(filter).equals(DOC_ID) ? document.docId() : document.uri();
    return Arrays.asList(values(filter)).contains(value);
  }

  private static String column(Filter filter) {
    if (filter instanceof EqualTo equal) {
      return equal.attribute();
    }
    if (filter instanceof EqualNullSafe equal) {
      return equal.attribute();
    }
    return filter instanceof In in ? in.attribute() : "";
  }

  private static Object[] values(Filter filter) {
    if (filter instanceof EqualTo equal) {
      return new Object[] {equal.value()};
    }
    return filter instanceof EqualNullSafe equal
        ? new Object[] {equal.value()}
        : ((In) filter).values();
  }
}
