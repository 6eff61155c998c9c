package io.corpuscle.engine.text;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The tokens of one document while its bytes arrive. Holds a bounded carry: the bytes at the end of
 * what was fed whose tokens still depend on what comes next. Used by one thread.
 */
public interface TokenStream {

  /**
   * Takes the next bytes of the document, cut anywhere, and hands every token that no later byte
   * can change to the sink.
   *
   * @throws DocumentException if the bytes are not valid UTF-8; the message names the byte offset
   */
  void feed(byte[] utf8, int offset, int length);

  /**
   * Ends the document: the tokens of the carry follow. The stream takes nothing more.
   *
   * @throws DocumentException if the document ends inside a character
   */
  void finish();

  /**
   * Writes the carry, and where the stream is: all that the tokens of what follows depend on. Not
   * after {@link #finish}.
   */
  void save(DataOutput out) throws IOException;

  /**
   * Goes on where another stream of the same tokenizer was when it saved this. Before the first
   * {@link #feed}.
   *
   * @throws IOException if it is not what such a stream saves
   */
  void restore(DataInput in) throws IOException;
}
