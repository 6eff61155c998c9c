package io.corpuscle.schemas;

import java.util.Optional;

/**
 * A document that was not read, for an earlier run has read the same text: what that run says of it
 * is true of this one. The row itself has no content.
 *
 * @param docId its id
 * @param uri the file it is in
 * @param found where in the file
 * @param from what the earlier run calls the document with this text
 */
public record UnchangedRow(String docId, String uri, FileStamp found, String from)
    implements ReadingRow {

  @Override
  public RowKind kind() {
    return RowKind.DOCUMENT;
  }

  @Override
  public Optional<FileStamp> stamp() {
    return Optional.of(found);
  }

  @Override
  public Optional<Continuation> continuation() {
    return Optional.of(new Continuation(Change.UNCHANGED, Optional.of(from)));
  }
}
