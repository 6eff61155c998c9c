package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.util.Locale;

/** The fault of a document that has to be understood as UTF-8 and is not. */
final class NotUtf8 {
  private NotUtf8() {}

  static DocumentException in(DocumentRef.Located document, Exception cause) {
    return new DocumentException(
        Fault.INVALID_UTF8,
        String.format(
            Locale.ROOT,
            "%s: the document '%s' is not valid UTF-8. Convert it to UTF-8, or, if it says of no encoding that it is in it, set encoding.",
            document.file().place(),
            document.docId()),
        cause);
  }
}
