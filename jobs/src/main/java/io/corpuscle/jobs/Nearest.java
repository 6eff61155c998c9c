package io.corpuscle.jobs;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What a person may have meant by a name that there is not. */
public final class Nearest {
  private Nearest() {}

  /**
   * The name among those there are that takes the fewest changes, whatever the case.
   *
   * @throws java.util.NoSuchElementException if there are none
   */
  public static String to(String wanted, Collection<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    String name = wanted.toLowerCase(Locale.ROOT);
    return known.stream()
        .sorted()
        .min(Comparator.comparingInt(k -> distance.apply(name, k.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }
}
