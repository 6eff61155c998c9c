package io.corpuscle.engine.text;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Takes the text of one document piece by piece. */
interface TextSink {

  /** The next piece {@code text[from, to)}: valid UTF-8, whole characters only. */
  void accept(byte[] text, int from, int to);

  /** The document ends here. */
  void finish();

  /** As {@link TokenStream#save}, of this stage and those behind it. */
  void save(DataOutput out) throws IOException;

  /** As {@link TokenStream#restore}. */
  void restore(DataInput in) throws IOException;
}
