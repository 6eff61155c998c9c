package io.corpuscle.jobs.metrics;

import io.corpuscle.schemas.DocumentRow;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Tells the log of documents: of failed ones as warnings, of the others for who debugs. Every event
 * carries {@code doc_id}, {@code model} and {@code run} as far as they are known, for any layout
 * that shows its context, as Spark's structured one does. None says anything of a text, nor the
 * message of a failure, which may quote it: that is in the table {@code documents}.
 */
public final class DocumentLog {
  /** The local property of Spark that says which run a task belongs to. */
  public static final String RUN_PROPERTY = "corpuscle.run";

  private static final Logger LOG = LoggerFactory.getLogger(DocumentLog.class);

  private static final String DOC_ID = "doc_id";
  private static final String MODEL = "model";
  private static final String RUN = "run";

  private final Optional<String> run;

  DocumentLog(Optional<String> run) {
    this.run = run;
  }

  void failed(DocumentRow document, DocumentRow.Failure failure) {
    inContext(
        document,
        () ->
            LOG.warn(
                "Document {} failed after {} tokens: {}",
                document.docId(),
                document.totals().tokens(),
                failure.fault()));
  }

  void finished(DocumentRow document) {
    inContext(
        document,
        () ->
            LOG.debug(
                "Document {} was read: {} tokens in {} s",
                document.docId(),
                document.totals().tokens(),
                document.seconds()));
  }

  private void inContext(DocumentRow document, Runnable event) {
    MDC.put(DOC_ID, document.docId());
    document.model().ifPresent(model -> MDC.put(MODEL, model));
    run.ifPresent(id -> MDC.put(RUN, id));
    try {
      event.run();
    } finally {
      MDC.remove(DOC_ID);
      MDC.remove(MODEL);
      MDC.remove(RUN);
    }
  }
}
