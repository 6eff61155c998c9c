package io.corpuscle.jobs.source;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.DocumentSnapshot;
import io.corpuscle.engine.reading.ResumableDocument;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.jobs.incremental.ReadingStates;
import io.corpuscle.schemas.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A document that may have grown since an earlier run and may grow until the next: its reading goes
 * on from a state that the earlier one has saved, and one of its own is saved for the next.
 */
final class GrowingDocument implements ResumableDocument {
  private final ResumableDocument reading;
  private final ReadingStates states;
  private final List<String> saved;
  private MessageDigest digest = Sha256.begin();

  /**
   * @param reading what is read of it; it may go on from further on, where an attempt of this run
   *     was
   * @param saved names of the states it may go on from
   */
  GrowingDocument(ResumableDocument reading, ReadingStates states, List<String> saved) {
    this.reading = reading;
    this.states = states;
    this.saved = saved;
  }

  @Override
  public Content content() {
    return reading.content();
  }

  @Override
  public InputStream open() throws IOException {
    digest = Sha256.begin();
    return new DigestInputStream(reading.open(), digest);
  }

  @Override
  public Iterator<DocumentSnapshot> snapshots() {
    Iterator<DocumentSnapshot> ofThisRun = reading.snapshots();
    Iterator<DocumentSnapshot> ofAnEarlierOne = states.of(saved);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return ofThisRun.hasNext() || ofAnEarlierOne.hasNext();
      }

      @Override
      public DocumentSnapshot next() {
        if (!hasNext()) {
          throw new NoSuchElementException("There are no more snapshots");
        }
        return ofThisRun.hasNext() ? ofThisRun.next() : ofAnEarlierOne.next();
      }
    };
  }

  @Override
  public void refused(DocumentSnapshot snapshot, Exception reason) {
    reading.refused(snapshot, reason);
  }

  @Override
  public void resumed(DocumentSnapshot snapshot) {
    reading.resumed(snapshot);
  }

  @Override
  public void window(WindowResult window) {
    reading.window(window);
  }

  @Override
  public boolean wantsSnapshot(long tokens) {
    return reading.wantsSnapshot(tokens);
  }

  @Override
  public void snapshot(DocumentSnapshot snapshot) {
    reading.snapshot(snapshot);
  }

  @Override
  public boolean wantsLastEdge() {
    return true;
  }

  /** All of the text has been taken in by then. */
  @Override
  public void lastEdge(DocumentSnapshot snapshot) {
    states.save(Sha256.hex(digest), snapshot);
  }

  @Override
  public void end(DocumentEnd end) {
    reading.end(end);
  }
}
