package io.corpuscle.jobs.samples;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A document while it is written: its text so far, and what was planted in it where. */
final class Manuscript {
  private final String docId;
  private final StringBuilder text = new StringBuilder();
  private final List<Planted> planted = new ArrayList<>();
  private int bytes;

  Manuscript(String docId) {
    this.docId = docId;
  }

  Manuscript append(String passage) {
    text.append(passage);
    bytes += passage.getBytes(StandardCharsets.UTF_8).length;
    return this;
  }

  /** Appends {@code passage} and notes that it was put there on purpose. */
  void plant(Planted.Kind kind, String group, String what, String passage) {
    int start = bytes;
    append(passage);
    planted.add(new Planted(docId, kind, group, start, bytes, what));
  }

  /** UTF-8 bytes so far. */
  int bytes() {
    return bytes;
  }

  String text() {
    return text.toString();
  }

  List<Planted> planted() {
    return List.copyOf(planted);
  }
}
