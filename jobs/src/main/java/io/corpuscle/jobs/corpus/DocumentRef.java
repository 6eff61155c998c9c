package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.engine.text.Fault;
import java.io.Serializable;

/**
 * One document of a corpus: small, and all a task needs to find its text again.
 *
 * <p>The id is unique in a corpus, the same night after night, and independent of where the input
 * lies: the file's path relative to the input (for a glob, to the last folder before the first
 * wildcard; for a single file, to its folder), then {@code #} and the record's own name, or its
 * ordinal where it has none; a repeated id gets {@code ~2}, {@code ~3} in the order of the scan. A
 * plain text is named by its path alone. A row of a table is named by its id column.
 */
public sealed interface DocumentRef extends Serializable {

  /** The id that names the document in every table. */
  String docId();

  /** The file it is in, or the name of the table. */
  String uri();

  /** About how many bytes of text it has; for planning only. */
  long textBytes();

  /** A document whose text, or token ids, are there to be read. */
  sealed interface Openable extends DocumentRef permits Located, StagedRow {

    /** What tells the model that reads it. */
    Format format();

    /** What its bytes are. */
    Content content();

    /** Where it is, for a reader. */
    String place();
  }

  /**
   * A document in a file.
   *
   * @param ordinal which record of its file: the line of a JSON Lines record, the number of a FASTA
   *     record, both from 1; 0 for a plain text
   * @param offset where the document begins, in bytes of the decompressed file: the first byte
   *     inside the quotes of a JSON text, the first after a FASTA header
   * @param length how far to look for it, in bytes of the decompressed file; {@link #TO_END} for a
   *     plain text
   */
  record Located(
      String docId, CorpusFile file, long ordinal, long offset, long length, long textBytes)
      implements Openable {

    /** The length of a document that is as long as its file. */
    public static final long TO_END = Long.MAX_VALUE;

    @Override
    public String uri() {
      return file.uri();
    }

    @Override
    public Format format() {
      return file.format();
    }

    @Override
    public Content content() {
      return Content.TEXT;
    }

    @Override
    public String place() {
      return file.place();
    }
  }

  /** A document that the scan already knows cannot be read; opening it throws this fault. */
  record Failed(String docId, String uri, Fault fault, String message) implements DocumentRef {

    @Override
    public long textBytes() {
      return 0;
    }
  }
}
