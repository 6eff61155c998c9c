package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.reading.Content;

/**
 * A row of a table, in the file it was copied to for one run. Where it lies there says nothing
 * about it: the same row is copied elsewhere the next time. What it is, its id and its digests say.
 *
 * @param docId the row's id
 * @param uri the name of the table
 * @param file the copy, which holds many rows
 * @param offset where its {@link StagedHeader} begins in the copy
 * @param length how many bytes of content follow the header
 * @param content what they are
 * @param sha256 their SHA-256, in hexadecimal
 * @param headerDigest the digest of its header
 */
public record StagedRow(
    String docId,
    String uri,
    CorpusFile file,
    long offset,
    long length,
    Content content,
    String sha256,
    long headerDigest)
    implements DocumentRef.Openable {

  @Override
  public Format format() {
    return Format.TABLE;
  }

  @Override
  public String place() {
    return uri;
  }

  @Override
  public long textBytes() {
    return length;
  }
}
