package io.corpuscle.engine.reading;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Tokenizer;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Documents being read together, so that the model's products stay large however short the
 * documents are: each has its own state, and a chunk holds runs of as many as fill it. What is read
 * of a document is the same, bit for bit, as if it were read alone: a run ends with its document,
 * or at a position divisible by {@value io.corpuscle.engine.state.WindowState#TILE}.
 *
 * <p>Documents are opened one after the other, each when there is room for it and the text of the
 * one before has been taken in. They are told their windows and ends in the order they were given.
 */
public final class JointReading implements Closeable {
  private final ReadingPass pass;
  private final Tokenizer tokenizer;
  private final ReadingOptions options;
  private final Iterator<? extends Document> documents;

  /** Those opened and not yet told their end, in the order they were given. */
  private final Deque<OpenDocument> open = new ArrayDeque<>();

  JointReading(
      ReadingPass pass,
      Tokenizer tokenizer,
      ReadingOptions options,
      Iterator<? extends Document> documents) {
    this.pass = pass;
    this.tokenizer = tokenizer;
    this.options = options;
    this.documents = documents;
  }

  /**
   * Reads on by one chunk, and tells documents what has come of it.
   *
   * @return whether there is more to read
   */
  public boolean advance() {
    fill();
    pass.run();
    tell();
    return !open.isEmpty() || documents.hasNext();
  }

  /**
   * Fills a chunk, the first document first.
   *
   * <p>Of short documents only whole tiles are taken at first. What is left of each is less than a
   * tile; one at a time such remainders would leave as much of a chunk empty, so they wait until no
   * further document may be opened, and go together.
   */
  private void fill() {
    int chunkTokens = options.chunkTokens();
    boolean wholeTiles = openMore() >= chunkTokens && mayOpen();
    open.forEach(OpenDocument::lastEdgeIfWanted);
    for (OpenDocument document : open) {
      int room = pass.room();
      int count = wholeTiles ? document.tiles(room) : document.run(room);
      if (count > 0) {
        pass.add(document, count);
      }
    }
  }

  /**
   * Opens documents until there is enough for a chunk.
   *
   * @return how many tokens wait in whole tiles, each document counting for a chunk at most
   */
  private int openMore() {
    open.forEach(OpenDocument::pull);
    int waiting = 0;
    for (OpenDocument document : open) {
      waiting += document.tiles(options.chunkTokens());
    }
    while (waiting < options.chunkTokens() && mayOpen()) {
      OpenDocument next = open(documents.next());
      open.add(next);
      next.pull();
      waiting += next.tiles(options.chunkTokens());
    }
    return waiting;
  }

  /** Goes on from the first of its snapshots that fits; else begins. */
  private OpenDocument open(Document document) {
    if (document instanceof ResumableDocument resumable) {
      Iterator<DocumentSnapshot> snapshots = resumable.snapshots();
      while (snapshots.hasNext()) {
        DocumentSnapshot snapshot = snapshots.next();
        OpenDocument resumed = fresh(document);
        try {
          resumed.resume(snapshot, pass.fresh());
          resumable.resumed(snapshot);
          return resumed;
        } catch (SnapshotException | DocumentException | IOException e) {
          abandon(resumed, e);
          resumable.refused(snapshot, e);
        }
      }
    }
    return fresh(document);
  }

  private OpenDocument fresh(Document document) {
    return new OpenDocument(document, tokenizer, options, pass.model());
  }

  private void abandon(OpenDocument document, Exception reason) {
    pass.release(document);
    try {
      document.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private boolean mayOpen() {
    return open.size() < options.documentsTogether()
        && (open.isEmpty() || open.getLast().textEnded())
        && documents.hasNext();
  }

  private void tell() {
    while (!open.isEmpty()) {
      OpenDocument first = open.getFirst();
      first.tell();
      if (!first.finished()) {
        first.snapshotIfWanted();
        return;
      }
      pass.release(first);
      open.removeFirst();
    }
  }

  /** Closes the text that is open; documents whose end has not come are told nothing more. */
  @Override
  public void close() throws IOException {
    for (OpenDocument document : open) {
      pass.release(document);
      document.close();
    }
    open.clear();
  }
}
