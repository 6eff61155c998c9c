package io.corpuscle.jobs.source;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.DocumentSnapshot;
import io.corpuscle.engine.reading.ResumableDocument;
import io.corpuscle.engine.reading.WindowResult;
import java.io.InputStream;
import java.util.Collections;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A document of which nothing is written down while it is read. */
final class UnjournaledDocument implements ResumableDocument {
  private static final Logger LOG = LoggerFactory.getLogger(UnjournaledDocument.class);

  private final DocumentRows rows;

  UnjournaledDocument(DocumentRows rows) {
    this.rows = rows;
  }

  @Override
  public Content content() {
    return rows.content();
  }

  @Override
  public InputStream open() {
    return rows.open();
  }

  @Override
  public Iterator<DocumentSnapshot> snapshots() {
    return Collections.emptyIterator();
  }

  @Override
  public void refused(DocumentSnapshot snapshot, Exception reason) {
    LOG.warn("The snapshot at token {} is left out: {}", snapshot.tokens(), reason.getMessage());
  }

  @Override
  public void resumed(DocumentSnapshot snapshot) {
    rows.resumedFrom(snapshot.tokens());
  }

  @Override
  public void window(WindowResult window) {
    rows.window(window);
  }

  @Override
  public boolean wantsSnapshot(long tokens) {
    return false;
  }

  @Override
  public void snapshot(DocumentSnapshot snapshot) {
    throw new IllegalStateException("A snapshot that nobody wanted");
  }

  @Override
  public void end(DocumentEnd end) {
    rows.end(end);
  }
}
