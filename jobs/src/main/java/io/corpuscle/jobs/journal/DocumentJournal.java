package io.corpuscle.jobs.journal;

import io.corpuscle.engine.reading.DocumentSnapshot;
import io.corpuscle.engine.reading.SnapshotException;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.schemas.ReadingRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a task's journal that is about one document: what was read of it before, and the rows
 * that are read of it now.
 */
public final class DocumentJournal {
  private static final Logger LOG = LoggerFactory.getLogger(DocumentJournal.class);

  private final TaskJournal task;
  private final String key;
  private final DocumentRef.Openable document;
  private final Chains chains;

  /** Up to where its rows have been written. */
  private long from;

  private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
  private long counted;

  /** Whether rows were given up that could not be written: the journal has no use for more. */
  private boolean lost;

  DocumentJournal(TaskJournal task, String key, DocumentRef.Openable document, Chains chains) {
    this.task = task;
    this.key = key;
    this.document = document;
    this.chains = chains;
  }

  /** All of its rows, if it has been read to its end. */
  public Optional<Iterator<ReadingRow>> finished() {
    return chains.whole().map(this::rows);
  }

  /** What its reading can go on from, the furthest first; each is read when it is its turn. */
  public Iterator<DocumentSnapshot> snapshots() {
    return chains.unfinished().stream().map(this::snapshot).flatMap(Optional::stream).iterator();
  }

  private Optional<DocumentSnapshot> snapshot(Entry entry) {
    try {
      Blob blob = entry.readOnFrom().orElseThrow();
      byte[] bytes = task.reader().read(entry.segment(), blob);
      return Optional.of(
          DocumentSnapshot.read(new ByteArrayInputStream(bytes), task.identity(key)));
    } catch (IOException | SnapshotException e) {
      LOG.warn(
          "{}: the snapshot at token {} is left out: {}",
          document.docId(),
          entry.to(),
          e.getMessage());
      return Optional.empty();
    }
  }

  /** A snapshot does not fit. */
  public void refused(DocumentSnapshot snapshot, Exception reason) {
    LOG.warn(
        "{}: the snapshot at token {} is left out: {}",
        document.docId(),
        snapshot.tokens(),
        reason.getMessage());
  }

  /**
   * Its reading goes on from a snapshot; the rows before it that are in the journal. There are none
   * before a snapshot that is not the journal's: the rows of the journal are then those after it.
   */
  public Iterator<ReadingRow> resumed(DocumentSnapshot snapshot) {
    long token = snapshot.tokens();
    counted = token;
    task.events().resumed(token);
    LOG.info("{}: goes on from token {}", document.docId(), token);
    if (!chains.leadTo(token)) {
      return Collections.emptyIterator();
    }
    from = token;
    return rows(chains.to(token));
  }

  private Iterator<ReadingRow> rows(List<Entry> chain) {
    return new Rows(chain.iterator());
  }

  /** The rows of entries, decoded one by one; those of one entry are in memory at a time. */
  private final class Rows implements Iterator<ReadingRow> {
    private final Iterator<Entry> entries;
    private DataInputStream in = new DataInputStream(InputStream.nullInputStream());

    Rows(Iterator<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public boolean hasNext() {
      try {
        while (in.available() == 0 && entries.hasNext()) {
          Entry entry = entries.next();
          byte[] bytes = task.reader().read(entry.segment(), entry.rows());
          in = new DataInputStream(new ByteArrayInputStream(bytes));
        }
        return in.available() > 0;
      } catch (IOException e) {
        throw new UncheckedIOException(
            document.docId() + ": rows that were in the journal have gone from it", e);
      }
    }

    @Override
    public ReadingRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException(document.docId() + " has no more rows");
      }
      try {
        return task.codec().read(in, document.docId(), document.uri());
      } catch (IOException e) {
        throw new UncheckedIOException(
            document.docId() + ": rows in the journal are not such rows", e);
      }
    }
  }

  /** A row that was read. */
  public void row(ReadingRow row) {
    if (lost) {
      return;
    }
    int before = rows.size();
    try (DataOutputStream out = new DataOutputStream(rows)) {
      task.codec().write(row, out);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    task.waiting(rows.size() - before);
    if (task.full()) {
      lost = true;
      rows.reset();
    }
  }

  /**
   * Whether a snapshot is wanted.
   *
   * @param tokens how many have been read
   */
  public boolean wantsSnapshot(long tokens) {
    count(tokens);
    return !lost && task.due();
  }

  private void count(long tokens) {
    task.read(tokens - counted);
    counted = tokens;
  }

  /** Writes the rows since the last snapshot, and this one. */
  public void snapshot(DocumentSnapshot snapshot) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      snapshot.write(bytes, task.identity(key));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    if (task.progress(key, from, snapshot.tokens(), rows.toByteArray(), bytes.toByteArray())) {
      from = snapshot.tokens();
      rows.reset();
    }
  }

  /**
   * The document has ended: its last row has been given.
   *
   * @param tokens how many it has
   */
  public void end(long tokens) {
    count(Math.max(tokens, counted));
    if (!lost) {
      task.end(key, from, rows.toByteArray());
      rows.reset();
    }
  }
}
