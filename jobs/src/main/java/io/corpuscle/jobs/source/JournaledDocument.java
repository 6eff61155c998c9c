package io.corpuscle.jobs.source;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.DocumentSnapshot;
import io.corpuscle.engine.reading.ResumableDocument;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.jobs.journal.DocumentJournal;
import io.corpuscle.schemas.ReadingRow;
import java.io.InputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Function;

/** A document whose rows go into the journal too, and whose reading may go on from there. */
final class JournaledDocument implements ResumableDocument {
  private final DocumentRows rows;
  private final DocumentJournal journal;
  private final RowQueue queue;

  /** Rows of another reading, before all rows of this one. */
  private Iterator<ReadingRow> before = Collections.emptyIterator();

  /**
   * @param rows makes what turns the reading into rows, and hands them on
   */
  JournaledDocument(
      Function<Consumer<ReadingRow>, DocumentRows> rows, DocumentJournal journal, RowQueue queue) {
    this.rows = rows.apply(this::take);
    this.journal = journal;
    this.queue = queue;
  }

  private void take(ReadingRow row) {
    // Not earlier: until now rows of the documents before it may have been to come.
    queue.addAll(before);
    before = Collections.emptyIterator();
    journal.row(row);
    queue.add(row);
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
    return journal.snapshots();
  }

  @Override
  public void refused(DocumentSnapshot snapshot, Exception reason) {
    journal.refused(snapshot, reason);
  }

  @Override
  public void resumed(DocumentSnapshot snapshot) {
    rows.resumedFrom(snapshot.tokens());
    before = journal.resumed(snapshot);
  }

  @Override
  public void window(WindowResult window) {
    rows.window(window);
  }

  @Override
  public boolean wantsSnapshot(long tokens) {
    return journal.wantsSnapshot(tokens);
  }

  @Override
  public void snapshot(DocumentSnapshot snapshot) {
    journal.snapshot(snapshot);
  }

  @Override
  public void end(DocumentEnd end) {
    rows.end(end);
    // One that failed is not done with: the next time its storage may answer, or a limit be higher.
    if (end.fault().isEmpty()) {
      journal.end(end.totals().tokens());
    }
  }
}
