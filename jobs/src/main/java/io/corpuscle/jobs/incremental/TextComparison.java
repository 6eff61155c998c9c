package io.corpuscle.jobs.incremental;

import io.corpuscle.schemas.Change;
import io.corpuscle.schemas.Continuation;
import io.corpuscle.schemas.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Holds a document's text to what it was in an earlier run. */
public final class TextComparison {
  private static final int BLOCK_BYTES = 1 << 16;

  private final Earlier earlier;

  public TextComparison(Earlier earlier) {
    this.earlier = earlier;
  }

  /**
   * What has become of the document.
   *
   * @param text all of its text, which is taken to its end
   */
  public Continuation of(InputStream text) throws IOException {
    MessageDigest digest = Sha256.begin();
    long length = earlier.before().map(EarlierText::bytes).orElse(0L);
    String beginning = take(text, digest, length);
    String whole = take(text, digest, Long.MAX_VALUE);
    for (EarlierText candidate : earlier.candidates()) {
      if (candidate.sha256().equals(whole)) {
        return new Continuation(Change.UNCHANGED, Optional.of(candidate.docId()));
      }
    }
    return earlier
        .before()
        .map(before -> read(before, before.sha256().equals(beginning)))
        .orElseGet(() -> new Continuation(Change.NEW, Optional.empty()));
  }

  private static Continuation read(EarlierText before, boolean grown) {
    return new Continuation(grown ? Change.GROWN : Change.CHANGED, Optional.of(before.docId()));
  }

  /** Takes in at most so many bytes; the SHA-256 of all there were so far. */
  private static String take(InputStream text, MessageDigest digest, long most) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    long left = most;
    int read;
    while (left > 0 && (read = text.read(block, 0, (int) Math.min(BLOCK_BYTES, left))) >= 0) {
      digest.update(block, 0, read);
      left -= read;
    }
    return soFar(digest);
  }

  private static String soFar(MessageDigest digest) {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("A SHA-256 can be copied", e);
    }
  }
}
