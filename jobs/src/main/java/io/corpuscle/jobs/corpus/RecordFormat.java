package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import org.apache.hadoop.conf.Configuration;

/** What a format knows: which documents a file holds, and which of its bytes are their text. */
interface RecordFormat {

  /**
   * Hands every document of a file to {@code found}, in order, in one pass.
   *
   * @throws DocumentException if the file cannot be read on; what was found before stays found
   */
  void scan(
      CorpusFile file, Configuration hadoop, CorpusOptions options, FoundDocuments.InFile found);

  /**
   * The text of a document as UTF-8. Reading it throws {@link DocumentException}.
   *
   * @param file the document's file, at the document's offset
   */
  DocumentBytes text(DecodedFile file, DocumentRef.Located document);
}
