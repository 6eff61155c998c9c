package io.corpuscle.jobs.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChainsTest {
  private static final Blob BLOB = new Blob(0, 0, "");

  @Test
  void entriesOfSeveralAttemptsMakeOneChain() {
    Entry first = entry("a", 0, 64);
    Entry second = entry("b", 64, 192);
    Entry last = entry("c", 192, Entry.END);
    List<Entry> entries = new ArrayList<>(List.of(first, second, last));
    Collections.shuffle(entries, new Random(3));
    Chains chains = new Chains(entries);

    assertThat(chains.whole()).contains(List.of(first, second, last));
    assertThat(chains.unfinished()).containsExactly(second, first);
    assertThat(chains.to(192)).containsExactly(first, second);
  }

  @Test
  void whatNothingLeadsToIsNoChain() {
    Entry first = entry("a", 0, 64);
    Chains chains = new Chains(List.of(first, entry("b", 128, 256), entry("b", 256, Entry.END)));

    assertThat(chains.whole()).isEmpty();
    assertThat(chains.unfinished()).containsExactly(first);
  }

  @Test
  void twinsLeadToTheSameAndCountOnce() {
    Entry one = entry("a", 0, 64);
    Entry twin = entry("b", 0, 64);
    Entry other = entry("b", 0, 128);
    Entry last = entry("b", 128, Entry.END);
    Chains chains = new Chains(List.of(twin, last, other, one));

    assertThat(chains.whole()).contains(List.of(other, last));
    assertThat(chains.unfinished()).containsExactly(other, one);
  }

  @Test
  void nothingIsNoChain() {
    assertThat(new Chains(List.of()).whole()).isEmpty();
    assertThat(new Chains(List.of()).unfinished()).isEmpty();
    assertThat(new Chains(List.of(entry("a", 64, 64))).unfinished()).isEmpty();
  }

  private static Entry entry(String segment, long from, long to) {
    return new Entry(segment, "engine", "document", from, to, BLOB, to == Entry.END ? null : BLOB);
  }
}
