package io.corpuscle.schemas;

import io.corpuscle.engine.reading.DocumentTotals;
import io.corpuscle.engine.text.Fault;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A document, as a row.
 *
 * @param docId its id
 * @param uri the file it is in
 * @param model the name of the model that read it; empty if its fault was known before
 * @param encoding what its text was decoded from, if that was not UTF-8
 * @param metadata what it says beside its text, as a JSON object, if its format knows of such
 * @param contentSha256 SHA-256 of its text in hexadecimal, if asked for and read to the end
 * @param totals what its finished windows hold
 * @param seconds time spent on it; of time spent on several documents together, the share of its
 *     tokens
 * @param resumedFromToken the token its reading went on from after an interruption; 0 if there was
 *     none
 * @param stamp where its text was found; empty if its fault was known before
 * @param continuation how it stands to an earlier run; empty unless the run goes on from one
 * @param failure why it was not read to the end; empty if it was
 */
public record DocumentRow(
    String docId,
    String uri,
    Optional<String> model,
    Optional<String> encoding,
    Optional<String> metadata,
    Optional<String> contentSha256,
    DocumentTotals totals,
    double seconds,
    long resumedFromToken,
    Optional<FileStamp> stamp,
    Optional<Continuation> continuation,
    Optional<Failure> failure)
    implements ReadingRow {

  /**
   * Why a document was not read to its end.
   *
   * @param fault what kind of fault
   * @param message the place and the way out
   */
  public record Failure(Fault fault, String message) {}

  @Override
  public RowKind kind() {
    return RowKind.DOCUMENT;
  }

  @Override
  public boolean failed() {
    return failure.isPresent();
  }

  /** {@code ok} or {@code failed}. */
  public String status() {
    return failure.isPresent() ? "failed" : "ok";
  }

  @Override
  public OptionalDouble bitsPerToken() {
    return totals.bitsPerToken();
  }

  @Override
  public OptionalDouble bitsPerByte() {
    return totals.bitsPerByte();
  }
}
