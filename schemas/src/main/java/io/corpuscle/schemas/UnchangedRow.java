package io.corpuscle.schemas;

import java.util.Optional;

/**
 * A document that was not read, for an earlier run has read the same text: what that run says of it
 * is true of this one. The row itself has no content.
 *
 * @param docId its id
 * @param uri the file it is in
 * @param found where in the file, if it is in one
 * @param metadata what is said beside its text today, if that was asked without reading the text
 * @param from what the earlier run calls the document with this text
 */
public record UnchangedRow(
    String docId, String uri, Optional<FileStamp> found, Optional<String> metadata, String from)
    implements ReadingRow {

  @Override
  public RowKind kind() {
    return RowKind.DOCUMENT;
  }

  @Override
  public Optional<FileStamp> stamp() {
    return found;
  }

  @Override
  public Optional<Continuation> continuation() {
    return Optional.of(new Continuation(Change.UNCHANGED, Optional.of(from)));
  }
}
