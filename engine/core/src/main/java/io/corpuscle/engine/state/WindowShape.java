package io.corpuscle.engine.state;

/**
 * How large a window is.
 *
 * @param tokens w
 * @param kvHeads G
 * @param headDim d
 * @param room when its memory is allocated
 */
public record WindowShape(int tokens, int kvHeads, int headDim, Room room) {

  /** When memory is allocated. */
  public enum Room {
    /** All of it at first: of a window, whose size is the same however long the document. */
    WHOLE,
    /**
     * As the document grows, twice as much each time it is used up: of full attention, whose window
     * is as long as the longest document there may be.
     */
    GROWING
  }

  /** A window of the same size from the first token to the last. */
  public static WindowShape whole(int tokens, int kvHeads, int headDim) {
    return new WindowShape(tokens, kvHeads, headDim, Room.WHOLE);
  }

  /** The keys and values of all tokens of a document that has at most so many. */
  public static WindowShape growing(int tokens, int kvHeads, int headDim) {
    return new WindowShape(tokens, kvHeads, headDim, Room.GROWING);
  }
}
