package io.corpuscle.engine.reading;

import java.io.IOException;
import java.io.InputStream;

/** A document that is to be read, and that is told what was read of it. */
public interface Document {

  /** What its bytes are: text, unless it says otherwise. */
  default Content content() {
    return Content.TEXT;
  }

  /**
   * Opens its bytes: its UTF-8 text, or what {@link #content} says. Called once, when its turn has
   * come; the text is taken to its end and closed before another document's is opened.
   *
   * @throws io.corpuscle.engine.text.DocumentException if it cannot be read; like the stream's own,
   *     such an exception ends this document and no other
   * @throws IOException likewise
   */
  InputStream open() throws IOException;

  /** Takes its next window. */
  void window(WindowResult window);

  /** Takes the end: nothing more will come of this document. */
  void end(DocumentEnd end);
}
