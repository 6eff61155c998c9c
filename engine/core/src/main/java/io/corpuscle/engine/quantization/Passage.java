package io.corpuscle.engine.quantization;

/**
 * Tokens to read from a model's start: the one that opens documents, then a stretch of a document.
 */
public final class Passage {
  private final int[] ids;
  private final long bytes;

  /**
   * @param ids the opening token and those of the stretch
   * @param bytes how many bytes of text the stretch has
   */
  public Passage(int[] ids, long bytes) {
    if (ids.length < 2) {
      throw new IllegalArgumentException(
          "a passage of " + ids.length + " tokens: one to open it and one to read are needed");
    }
    this.ids = ids.clone();
    this.bytes = bytes;
  }

  /** How many tokens are read, the opening one among them. */
  public int tokens() {
    return ids.length;
  }

  /** How many bytes of text those after the opening one have. */
  public long bytes() {
    return bytes;
  }

  /** All tokens, the opening one first; not to be written to. */
  int[] ids() {
    return ids;
  }
}
