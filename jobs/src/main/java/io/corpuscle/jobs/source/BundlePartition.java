package io.corpuscle.jobs.source;

import io.corpuscle.jobs.corpus.DocumentRef;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** The documents of one task. */
record BundlePartition(List<DocumentRef> documents) implements InputPartition {
  BundlePartition {
    documents = List.copyOf(documents);
  }
}
