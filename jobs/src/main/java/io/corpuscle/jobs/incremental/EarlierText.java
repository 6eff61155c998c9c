package io.corpuscle.jobs.incremental;

import java.io.Serializable;
import java.util.List;

/**
 * A text that an earlier run has read to its end.
 *
 * @param docId what that run calls the document
 * @param sha256 the text's SHA-256, in hexadecimal
 * @param bytes how many bytes of UTF-8 it has
 * @param states the {@link SavedStates} of its reading, by name
 */
public record EarlierText(String docId, String sha256, long bytes, List<String> states)
    implements Serializable {

  public EarlierText {
    states = List.copyOf(states);
  }
}
