package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Opens the documents of one task, one after another. It keeps the last file open, so that
 * documents of a compressed file, taken in the order of the scan, decompress it once. Used by one
 * thread.
 */
public final class DocumentOpener implements AutoCloseable {
  private final Configuration hadoop;
  private final InputLimits limits;

  /** The archives that the current file is in, the outermost first. */
  private final Deque<ArchiveMembers> archives = new ArrayDeque<>();

  private Optional<DecodedFile> current = Optional.empty();

  /**
   * @param hadoop what the file systems are reached with
   * @param limits how much of a file or document is read at most
   */
  public DocumentOpener(Configuration hadoop, InputLimits limits) {
    this.hadoop = hadoop;
    this.limits = limits;
  }

  /**
   * The document's own text, after decompression and decoding and without a byte order mark: the
   * bytes that offsets count in, and that a content hash is taken of (wrap the stream in a {@link
   * java.security.DigestInputStream}). A JSON text is what its string stands for, a FASTA text its
   * sequence without line breaks. Whether a plain text is UTF-8 is left to who reads it. Memory
   * does not grow with the document, but for HTML and PDF, which have limits for that.
   *
   * @return a stream that is good until the next call; what goes wrong while reading it is thrown
   *     as {@link DocumentException} too
   * @throws DocumentException if the document cannot be read; others can be opened all the same
   */
  public DocumentText open(DocumentRef document) {
    if (document instanceof DocumentRef.Located located) {
      DecodedFile file = fileAt(located);
      return new DocumentText(
          located.file().format().records().text(file, located, limits),
          file.encoding(),
          located,
          limits);
    }
    if (document instanceof StagedRow row) {
      DecodedFile file = fileAt(row.file(), row.offset());
      StagedHeader header = StagedHeader.read(file);
      return new DocumentText(new StagedBytes(file, row, header), header.encoding(), row, limits);
    }
    DocumentRef.Failed failed = (DocumentRef.Failed) document;
    throw new DocumentException(failed.fault(), failed.message());
  }

  /**
   * What a row of a table says beside its text today; empty for a document in a file, which says it
   * with its text.
   *
   * @throws DocumentException if it cannot be read
   */
  public Optional<String> metadata(DocumentRef.Openable document) {
    return document instanceof StagedRow row
        ? StagedHeader.read(fileAt(row.file(), row.offset())).metadata()
        : Optional.empty();
  }

  private DecodedFile fileAt(DocumentRef.Located document) {
    CorpusFile file = document.file();
    if (!reaches(file, document.offset())) {
      closeAllBut(file);
      boolean byPlace =
          document.length() != DocumentRef.Located.TO_END || !file.members().isEmpty();
      if (archives.isEmpty() && byPlace) {
        DecodedFile.requireUnchanged(file, hadoop);
      }
    }
    return fileAt(file, document.offset());
  }

  private DecodedFile fileAt(CorpusFile file, long offset) {
    if (!reaches(file, offset)) {
      closeAllBut(file);
      current = Optional.of(opened(file));
      if (file.format().isText()) {
        current.get().decode();
      }
    }
    current.orElseThrow().moveTo(offset);
    return current.orElseThrow();
  }

  private boolean reaches(CorpusFile file, long offset) {
    return current.filter(open -> open.file().equals(file) && open.reaches(offset)).isPresent();
  }

  /** Closes the current file, and the archives that another is not in. */
  private void closeAllBut(CorpusFile file) {
    current.ifPresent(DecodedFile::close);
    current = Optional.empty();
    while (!archives.isEmpty() && !archives.getLast().reaches(file)) {
      archives.removeLast().close();
    }
  }

  private DecodedFile opened(CorpusFile file) {
    List<Member> way = file.members();
    if (way.isEmpty()) {
      return DecodedFile.open(file, hadoop, limits);
    }
    while (archives.size() < way.size()) {
      DecodedFile archive =
          archives.isEmpty()
              ? DecodedFile.open(file, hadoop, limits)
              : archives.getLast().member(file, way.get(archives.size() - 1));
      Format kind = way.get(archives.size()).archive();
      archives.addLast(new ArchiveMembers(archive, kind, way.subList(0, archives.size())));
    }
    return archives.getLast().member(file, way.get(way.size() - 1));
  }

  /** Closes what is open. */
  @Override
  public void close() {
    current.ifPresent(DecodedFile::close);
    current = Optional.empty();
    while (!archives.isEmpty()) {
      archives.removeLast().close();
    }
  }
}
