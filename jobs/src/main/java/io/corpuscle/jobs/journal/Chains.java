package io.corpuscle.jobs.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The entries of one document, put together: attempts that went on from one another's snapshots
 * have written each a part of its rows.
 */
final class Chains {
  /** The entry that leads to a token, from where another leads to or the document begins. */
  private final TreeMap<Long, Entry> leading = new TreeMap<>();

  /**
   * @param entries of one document and one engine, their rows whole
   */
  Chains(Collection<Entry> entries) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::from).thenComparing(Entry::segment));
    // An entry ends behind where it begins, so whatever leads to it has been seen by its turn.
    for (Entry entry : sorted) {
      if (entry.from() < entry.to() && (entry.from() == 0 || leading.containsKey(entry.from()))) {
        leading.putIfAbsent(entry.to(), entry);
      }
    }
  }

  /** All rows of the document, if it was read to its end. */
  Optional<List<Entry>> whole() {
    return leading.containsKey(Entry.END) ? Optional.of(to(Entry.END)) : Optional.empty();
  }

  /** The entries whose snapshots its reading can go on from, the furthest first. */
  List<Entry> unfinished() {
    return List.copyOf(leading.headMap(Entry.END, false).descendingMap().values());
  }

  /** Whether entries lead to a token. */
  boolean leadTo(long token) {
    return leading.containsKey(token);
  }

  /** The entries that lead to a token, the first first. */
  List<Entry> to(long token) {
    List<Entry> chain = new ArrayList<>();
    long at = token;
    while (at > 0) {
      Entry entry = leading.get(at);
      if (entry == null) {
        throw new IllegalArgumentException("No entry leads to token " + at);
      }
      chain.add(entry);
      at = entry.from();
    }
    Collections.reverse(chain);
    return chain;
  }
}
