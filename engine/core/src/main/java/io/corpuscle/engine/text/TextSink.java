package io.corpuscle.engine.text;

/** Takes the text of one document piece by piece. */
interface TextSink {

  /** The next piece {@code text[from, to)}: valid UTF-8, whole characters only. */
  void accept(byte[] text, int from, int to);

  /** The document ends here. */
  void finish();
}
