package io.corpuscle.jobs.incremental;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run says of a document of this one.
 *
 * @param text what the document was; null if it was not there, or failed
 * @param untouched whether its file is the same, so that the text need not be looked at
 * @param lookalikes if it was not there, texts that it may be under another name
 */
public record Earlier(@Nullable EarlierText text, boolean untouched, List<EarlierText> lookalikes)
    implements Serializable {
  /** Nothing. */
  public static final Earlier NOTHING = new Earlier(null, false, List.of());

  /** Reading costs so much more than looking at a text that this is more than its share. */
  private static final long LOOKING = 256;

  public Earlier {
    lookalikes = List.copyOf(lookalikes);
  }

  /** What the document was. */
  public Optional<EarlierText> before() {
    return Optional.ofNullable(text);
  }

  /** All texts it may be. */
  List<EarlierText> candidates() {
    return before().map(List::of).orElse(lookalikes);
  }

  /**
   * About as many bytes as it costs to read: what it has grown by, and a little for holding the
   * rest to what it was.
   *
   * @param bytes about how many it has
   */
  public long bytesToRead(long bytes) {
    if (untouched) {
      return 0;
    }
    long same = before().map(EarlierText::bytes).orElse(0L);
    return Math.max(0, bytes - same) + Math.min(bytes, same) / LOOKING;
  }

  /** Tells apart what rows are told of a document: those after an earlier text's, or all. */
  public String name() {
    return before().map(EarlierText::sha256).orElse("nothing");
  }
}
