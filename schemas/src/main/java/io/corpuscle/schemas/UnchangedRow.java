package io.corpuscle.schemas;

import java.util.Optional;

/**
 * A document that was not read, for an earlier run has read the same text: what that run says of it
 * is true of this one. The row itself has no content.
 *
 * @param docId its id
 * @param uri the file it is in
 * @param found where in the file, if it is in one
 * @param lookedInto whether its text was taken in to see that it is the same, so that encoding and
 *     metadata are what it says today
 * @param encoding what the text was decoded from, if it was looked into and that was not UTF-8
 * @param metadata what it says beside its text, if it was looked into or said that without
 * @param from what the earlier run calls the document with this text
 */
public record UnchangedRow(
    String docId,
    String uri,
    Optional<FileStamp> found,
    boolean lookedInto,
    Optional<String> encoding,
    Optional<String> metadata,
    String from)
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
