package io.corpuscle.jobs.incremental;

import io.corpuscle.engine.reading.DocumentSnapshot;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link SavedStates} of what one model reads in one way. One is in memory at a time. */
public final class ReadingStates {
  private static final Logger LOG = LoggerFactory.getLogger(ReadingStates.class);

  private final SavedStates saved;
  private final int leastTokens;
  private final String identity;

  /**
   * @param leastTokens those of fewer tokens are not worth keeping
   * @param identity whatever decides the bits of a state beside the text
   */
  public ReadingStates(SavedStates saved, int leastTokens, String identity) {
    this.saved = saved;
    this.leastTokens = leastTokens;
    this.identity = identity;
  }

  /** Those of some names that are whole and fit, each read when it is its turn. */
  public Iterator<DocumentSnapshot> of(List<String> names) {
    return names.stream().map(this::read).flatMap(Optional::stream).iterator();
  }

  private Optional<DocumentSnapshot> read(String name) {
    try {
      return Optional.of(saved.read(name, identity));
    } catch (IOException e) {
      LOG.warn("The saved state {} is left out: {}", name, e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Saves one. If that fails, the text is read from its start when it has grown.
   *
   * @param sha256 of the text that was read, in hexadecimal
   */
  public void save(String sha256, DocumentSnapshot state) {
    if (state.tokens() < leastTokens) {
      return;
    }
    try {
      saved.save(sha256, state, identity);
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "The state of a text at token {} could not be saved: {}", state.tokens(), e.toString());
    }
  }
}
