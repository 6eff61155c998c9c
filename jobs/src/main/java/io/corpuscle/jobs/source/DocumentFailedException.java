package io.corpuscle.jobs.source;

import io.corpuscle.schemas.DocumentRow.Failure;
import java.util.Locale;

/** A document failed and {@code onError} is {@code fail}: the reading ends. */
public final class DocumentFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DocumentFailedException(String docId, Failure failure) {
    super(
        String.format(
            Locale.ROOT,
            "The document '%s' failed (%s), and onError is fail: %s Set onError to quarantine to read the others.",
            docId,
            failure.fault(),
            failure.message()));
  }
}
