package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import java.io.InputStream;
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
   * does not grow with the document.
   *
   * @return a stream that is good until the next call; what goes wrong while reading it is thrown
   *     as {@link DocumentException} too
   * @throws DocumentException if the document cannot be read; others can be opened all the same
   */
  public InputStream open(DocumentRef document) {
    if (document instanceof DocumentRef.Located located) {
      return new BoundedText(
          located.file().format().records().text(fileAt(located), located), located, limits);
    }
    DocumentRef.Failed failed = (DocumentRef.Failed) document;
    throw new DocumentException(failed.fault(), failed.message());
  }

  private DecodedFile fileAt(DocumentRef.Located document) {
    DecodedFile file =
        current
            .filter(open -> open.file().equals(document.file()) && open.reaches(document.offset()))
            .orElseGet(() -> reopen(document));
    file.moveTo(document.offset());
    return file;
  }

  private DecodedFile reopen(DocumentRef.Located document) {
    close();
    if (document.length() != DocumentRef.Located.TO_END) {
      DecodedFile.requireUnchanged(document.file(), hadoop);
    }
    DecodedFile opened = DecodedFile.open(document.file(), hadoop, limits);
    current = Optional.of(opened);
    return opened;
  }

  /** Closes the file that is open. */
  @Override
  public void close() {
    current.ifPresent(DecodedFile::close);
    current = Optional.empty();
  }
}
