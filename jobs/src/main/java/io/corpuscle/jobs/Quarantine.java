package io.corpuscle.jobs;

import static org.apache.spark.sql.functions.col;

import io.corpuscle.engine.text.Fault;
import io.corpuscle.jobs.run.RunManifest;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The documents of a run that failed. */
final class Quarantine {
  private static final int CODES_NAMED = 3;
  private static final int DOCUMENTS_NAMED = 3;

  private final Dataset<Row> failed;

  /**
   * @param documents rows of {@code documents}
   */
  Quarantine(Dataset<Row> documents) {
    this.failed = documents.where(col("status").equalTo("failed"));
  }

  /**
   * Demands that no more failed than may.
   *
   * @throws ErrorBudgetException that says how many, by what, and which came first
   */
  void requireWithin(ErrorBudget budget, RunManifest.Counts counts) {
    if (!budget.allows(counts.failed(), counts.documents())) {
      throw new ErrorBudgetException(
          String.format(
              Locale.ROOT,
              "%,d of %,d documents failed, and errorBudget is %s: %s. The first: %s Nothing was"
                  + " written. %s, or raise errorBudget.",
              counts.failed(),
              counts.documents(),
              budget,
              codes(),
              first(),
              wayOut()));
    }
  }

  private String codes() {
    return failed
        .groupBy("error_code")
        .count()
        .orderBy(col("count").desc(), col("error_code"))
        .limit(CODES_NAMED)
        .collectAsList()
        .stream()
        .map(row -> String.format(Locale.ROOT, "%,d %s", row.getLong(1), row.getString(0)))
        .collect(Collectors.joining(", "));
  }

  private String first() {
    return failed
        .orderBy("doc_id")
        .select("doc_id", "error_code", "error_message")
        .limit(DOCUMENTS_NAMED)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0) + " (" + row.getString(1) + "): " + row.getString(2))
        .collect(Collectors.joining(" "));
  }

  private String wayOut() {
    List<Fault> faults =
        failed.select("error_code").distinct().collectAsList().stream()
            .map(row -> Fault.valueOf(row.getString(0)))
            .toList();
    return faults.stream().allMatch(Fault::retriable)
        ? "Run again once the storage answers"
        : "Mend or leave out what cannot be read";
  }
}
