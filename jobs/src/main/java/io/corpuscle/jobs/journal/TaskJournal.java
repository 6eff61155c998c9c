package io.corpuscle.jobs.journal;

import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.schemas.Column;
import io.corpuscle.schemas.RowCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one attempt of a task takes from the journal, and adds to it: a segment whenever it is time.
 * If one cannot be written, the reading goes on, and the next one will hold what it should have.
 * For one thread.
 */
public final class TaskJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskJournal.class);

  /** Rows that wait are written at the latest when they are so many bytes. */
  private static final long FULL_BYTES = 16 << 20;

  /** Of rows that cannot be written, no more are kept. */
  private static final long MOST_BYTES = 4 * FULL_BYTES;

  private final Journal journal;
  private final JournalSettings settings;
  private final String engine;
  private final RowCodec codec;
  private final Map<String, List<Entry>> known;
  private final SegmentReader reader;
  private final BooleanSupplier stop;
  private final JournalEvents events;
  private SegmentName name;
  private Segment pending;
  private long pendingBytes;
  private long tokens;
  private long writtenNanos = System.nanoTime();

  /**
   * Which attempt of which task it is.
   *
   * @param scan the scan's id
   * @param task the number of the scan's task
   * @param attempt Spark's id of the attempt
   * @param first whether no attempt was made before
   */
  public record Attempt(String scan, int task, long attempt, boolean first) {}

  /**
   * What it works with.
   *
   * @param engine what reads here: kernels and instruction set
   * @param columns what is kept of every row
   * @param planned what was in the journal of these documents when the scan was planned
   */
  public record Context(String engine, List<Column> columns, List<Entry> planned) {
    public Context {
      columns = List.copyOf(columns);
      planned = List.copyOf(planned);
    }
  }

  /**
   * Opens the journal for an attempt. An attempt after the first one also looks for what those
   * before it, or beside it, have written since the scan was planned.
   *
   * @param stop whether the task is told to stop
   */
  public TaskJournal(
      JournalSettings settings,
      Configuration hadoop,
      Attempt attempt,
      Context context,
      BooleanSupplier stop,
      JournalEvents events) {
    this.journal = Journal.of(settings, hadoop);
    this.settings = settings;
    this.engine = context.engine();
    this.codec = new RowCodec(context.columns());
    this.reader = new SegmentReader(journal);
    this.stop = stop;
    this.events = events;
    this.name = new SegmentName(attempt.scan(), attempt.task(), attempt.attempt(), 0);
    this.pending = new Segment(engine);
    List<Entry> entries = new ArrayList<>(context.planned());
    if (!attempt.first()) {
      entries.addAll(journal.entries(attempt.scan(), attempt.task()));
    }
    entries.removeIf(entry -> !entry.engine().equals(engine));
    this.known = entries.stream().collect(Collectors.groupingBy(Entry::document));
  }

  /**
   * What there is of a document, and where its rows go.
   *
   * @param key its {@link DocumentKey}
   */
  public DocumentJournal document(String key, DocumentRef.Openable document) {
    List<Entry> entries = new ArrayList<>(known.getOrDefault(key, List.of()));
    entries.removeIf(entry -> !whole(entry));
    return new DocumentJournal(this, key, document, new Chains(entries));
  }

  private boolean whole(Entry entry) {
    try {
      reader.read(entry.segment(), entry.rows());
      return true;
    } catch (IOException e) {
      LOG.warn("Rows in the journal are left out: {}", e.getMessage());
      return false;
    }
  }

  SegmentReader reader() {
    return reader;
  }

  RowCodec codec() {
    return codec;
  }

  JournalEvents events() {
    return events;
  }

  /** By whom a snapshot of a document must have been made. */
  String identity(String key) {
    return key + " by " + engine;
  }

  /** Counts tokens as read. */
  void read(long more) {
    tokens += more;
  }

  /** Counts bytes that wait to be written. */
  void waiting(long bytes) {
    pendingBytes += bytes;
  }

  /** Whether it is time to write. */
  boolean due() {
    return tokens >= settings.tokens()
        || System.nanoTime() - writtenNanos >= settings.interval().toNanos()
        || pendingBytes >= FULL_BYTES
        || stop.getAsBoolean();
  }

  /** Whether rows wait that could not be written, and too many of them. */
  boolean full() {
    return pendingBytes >= MOST_BYTES;
  }

  /** Adds the last rows of a document, and writes if it is time. */
  void end(String document, long from, byte[] rows) {
    pending.end(document, from, rows);
    if (due()) {
      write();
    }
  }

  /**
   * Writes all that waits, and with it a document's rows and snapshot.
   *
   * @return whether it could be written
   */
  boolean progress(String document, long from, long to, byte[] rows, byte[] snapshot) {
    pending.progress(document, from, to, rows, snapshot);
    boolean written = write();
    if (written) {
      events.snapshotWritten();
    } else {
      pending.takeBack();
    }
    return written;
  }

  private boolean write() {
    try {
      journal.write(name, pending);
      pending = new Segment(engine);
      pendingBytes = 0;
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.warn("The journal could not be written, and is tried again: {}", e.toString());
      if (full()) {
        pending = new Segment(engine);
        pendingBytes = 0;
      }
      return false;
    } finally {
      name = name.next();
      tokens = 0;
      writtenNanos = System.nanoTime();
    }
  }

  /** Writes what waits of documents that ended. */
  @Override
  public void close() {
    if (!pending.isEmpty()) {
      write();
    }
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("A segment of the journal cannot be closed", e);
    }
  }
}
