package io.corpuscle.jobs.source;

import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.journal.Entry;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * The documents of one task.
 *
 * @param number which task of the scan it is
 * @param documents the documents
 * @param journal what was written down of them before
 */
record BundlePartition(int number, List<DocumentRef> documents, List<Entry> journal)
    implements InputPartition {
  BundlePartition {
    documents = List.copyOf(documents);
    journal = List.copyOf(journal);
  }
}
