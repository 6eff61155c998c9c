package io.corpuscle.jobs.source;

import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.schemas.Change;
import io.corpuscle.schemas.Continuation;
import io.corpuscle.schemas.UnchangedRow;
import java.util.Optional;

/**
 * How a document stands to an earlier run, and what it says beside its text.
 *
 * @param lookedInto whether its text was taken in to know it
 * @param encoding what that was decoded from, if it was taken in and was not UTF-8
 * @param metadata what it says beside its text, as far as that has been asked
 */
record Compared(
    Continuation continuation,
    boolean lookedInto,
    Optional<String> encoding,
    Optional<String> metadata) {

  /** Of a document that was not looked into. */
  static Compared unseen(Change change, Optional<String> before, Optional<String> metadata) {
    return new Compared(new Continuation(change, before), false, Optional.empty(), metadata);
  }

  boolean isUnchanged() {
    return continuation.change() == Change.UNCHANGED;
  }

  /** The row of a document that has not changed. */
  UnchangedRow row(DocumentRef.Openable document) {
    return new UnchangedRow(
        document.docId(),
        document.uri(),
        EarlierRun.stamp(document),
        lookedInto,
        encoding,
        metadata,
        continuation.carriedFrom().orElseThrow());
  }
}
