package io.corpuscle.jobs.source;

import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.incremental.Earlier;
import io.corpuscle.jobs.journal.Entry;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * The documents of one task.
 *
 * @param number which task of the scan it is
 * @param documents the documents
 * @param journal what was written down of them before
 * @param earlier what the run before says of them, by {@code doc_id}, if it says anything
 */
record BundlePartition(
    int number, List<DocumentRef> documents, List<Entry> journal, Map<String, Earlier> earlier)
    implements InputPartition {
  BundlePartition {
    documents = List.copyOf(documents);
    journal = List.copyOf(journal);
    earlier = Map.copyOf(earlier);
  }
}
