package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.function.Supplier;

/** What a format knows: which documents a file holds, and which of its bytes are their text. */
interface RecordFormat {

  /**
   * Hands every document of a file to {@code found}, in order, in one pass.
   *
   * @param opened opens the file at its first byte, if it has to be read; asked once at most
   * @throws DocumentException if the file cannot be read on; what was found before stays found
   */
  void scan(
      CorpusFile file,
      Supplier<DecodedFile> opened,
      CorpusOptions options,
      FoundDocuments.InFile found);

  /**
   * The text of a document as UTF-8. Reading it throws {@link DocumentException}.
   *
   * @param file the document's file, at the document's offset
   */
  DocumentBytes text(DecodedFile file, DocumentRef.Located document, InputLimits limits);

  /**
   * The encoding that a file says it is in, other than by a byte order mark; empty if it says none.
   *
   * @param file at its first byte, where it stays
   * @throws DocumentException if there is no such encoding
   */
  default Optional<Charset> declared(DecodedFile file) {
    return Optional.empty();
  }
}
