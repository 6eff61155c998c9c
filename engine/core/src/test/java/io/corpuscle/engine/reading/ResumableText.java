package io.corpuscle.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A text, or token ids, whose snapshots are kept as bytes, and that remembers what it is told. */
final class ResumableText implements ResumableDocument {
  static final String IDENTITY = "a model, its kernels and its precision";

  private final Content content;
  private final byte[] text;
  private final List<DocumentSnapshot> offered;
  private final List<WindowResult> windows = new ArrayList<>();
  private final List<byte[]> taken = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private Optional<DocumentSnapshot> resumedFrom = Optional.empty();
  private Optional<byte[]> lastEdge = Optional.empty();
  private Optional<DocumentEnd> end = Optional.empty();

  ResumableText(Content content, byte[] text, List<byte[]> snapshots) {
    this.content = content;
    this.text = text;
    this.offered = snapshots.stream().map(ResumableText::read).toList();
  }

  static DocumentSnapshot read(byte[] snapshot) {
    try {
      return DocumentSnapshot.read(new ByteArrayInputStream(snapshot), IDENTITY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] written(DocumentSnapshot snapshot) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      snapshot.write(out, IDENTITY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  List<WindowResult> windows() {
    return windows;
  }

  /** The snapshots it took, the oldest first. */
  List<byte[]> taken() {
    return taken;
  }

  /** Why snapshots were refused. */
  List<String> refusals() {
    return refusals;
  }

  /** The snapshot it was resumed from. */
  Optional<DocumentSnapshot> resumedFrom() {
    return resumedFrom;
  }

  Optional<byte[]> lastEdge() {
    return lastEdge;
  }

  DocumentEnd end() {
    return end.orElseThrow();
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(text);
  }

  @Override
  public void window(WindowResult window) {
    assertThat(end).isEmpty();
    windows.add(window);
  }

  @Override
  public void end(DocumentEnd told) {
    assertThat(end).isEmpty();
    end = Optional.of(told);
  }

  @Override
  public Iterator<DocumentSnapshot> snapshots() {
    return offered.iterator();
  }

  @Override
  public void refused(DocumentSnapshot snapshot, Exception reason) {
    refusals.add(String.valueOf(reason.getMessage()));
  }

  @Override
  public void resumed(DocumentSnapshot snapshot) {
    assertThat(windows).isEmpty();
    resumedFrom = Optional.of(snapshot);
  }

  @Override
  public boolean wantsSnapshot(long tokens) {
    return true;
  }

  @Override
  public void snapshot(DocumentSnapshot snapshot) {
    int before = resumedFrom.map(DocumentSnapshot::windows).orElse(0);
    assertThat(snapshot.windows()).isEqualTo(before + windows.size());
    taken.add(written(snapshot));
  }

  @Override
  public boolean wantsLastEdge() {
    return true;
  }

  @Override
  public void lastEdge(DocumentSnapshot snapshot) {
    assertThat(lastEdge).isEmpty();
    lastEdge = Optional.of(written(snapshot));
  }
}
