package io.corpuscle.jobs.source;

import io.corpuscle.engine.reading.Document;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.JointReading;
import io.corpuscle.engine.reading.ResumableDocument;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.incremental.Earlier;
import io.corpuscle.jobs.journal.DocumentJournal;
import io.corpuscle.jobs.journal.DocumentKey;
import io.corpuscle.jobs.journal.TaskJournal;
import io.corpuscle.jobs.journal.TaskStop;
import io.corpuscle.jobs.models.ExecutorEngine;
import io.corpuscle.jobs.models.ModelRef;
import io.corpuscle.jobs.models.ModelStore;
import io.corpuscle.schemas.Continuation;
import io.corpuscle.schemas.ReadingRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the documents of a bundle together, those of one model after those of another, and gives
 * their rows. The rows of a document stay together, and documents keep their order among those of
 * their model; those whose fault was known before they were opened, those that the journal has
 * whole, and those that have not changed since an earlier run, come first. For one thread.
 */
final class BundleRows implements AutoCloseable {
  private final ReadingTask task;
  private final ModelStore store;
  private final DocumentOpener opener;
  private final Optional<TaskJournal> journal;
  private final Optional<BundleComparison> comparison;
  private final TaskStop stop;
  private final RowQueue rows = new RowQueue();
  private final Iterator<DocumentRef> documents;
  private final Map<ModelRef, List<ToRead>> toRead = new LinkedHashMap<>();
  private Iterator<Map.Entry<ModelRef, List<ToRead>>> models = Collections.emptyIterator();
  private Optional<JointReading> reading = Optional.empty();

  /**
   * A document until its turn has come; small, for there may be a million.
   *
   * @param continuation what it is to the run before; empty if there is none to go on from
   */
  private record ToRead(DocumentRef.Openable document, Optional<Continuation> continuation) {}

  BundleRows(
      ReadingTask task,
      Configuration hadoop,
      List<DocumentRef> documents,
      Optional<TaskJournal> journal,
      Optional<BundleComparison> comparison,
      TaskStop stop) {
    this.task = task;
    this.store = new ModelStore(hadoop);
    this.opener = new DocumentOpener(hadoop, task.limits());
    this.documents = documents.iterator();
    this.journal = journal;
    this.comparison = comparison;
    this.stop = stop;
  }

  /**
   * Reads on to the next row, whichever table it is of; empty after the last one.
   *
   * @throws DocumentFailedException if a document failed and that ends the reading
   */
  Optional<ReadingRow> next() {
    while (rows.isEmpty()) {
      if (documents.hasNext()) {
        // A text may have to be taken in to see whether it has changed.
        stop.requested();
        stop.stopIfSeen();
        take(documents.next());
      } else if (!readOn()) {
        return Optional.empty();
      }
    }
    return Optional.of(task.onError().passed(rows.remove()));
  }

  private void take(DocumentRef document) {
    if (document instanceof DocumentRef.Openable openable) {
      take(openable);
    } else {
      rows.add(DocumentRows.neverRead((DocumentRef.Failed) document));
    }
    if (!documents.hasNext()) {
      models = toRead.entrySet().iterator();
    }
  }

  private void take(DocumentRef.Openable document) {
    ModelRef model = task.models().of(document);
    Optional<Iterator<ReadingRow>> finished =
        known(document, model).flatMap(DocumentJournal::finished);
    if (finished.isPresent()) {
      rows.addAll(finished.get());
      return;
    }
    Optional<Compared> compared = comparison.map(c -> c.of(document, opener));
    if (compared.isPresent() && compared.get().isUnchanged()) {
      rows.add(compared.get().row(document));
      return;
    }
    toRead
        .computeIfAbsent(model, m -> new ArrayList<>())
        .add(new ToRead(document, compared.map(Compared::continuation)));
  }

  /** What the journal has of a document, if one is kept. */
  private Optional<DocumentJournal> known(DocumentRef.Openable document, ModelRef model) {
    return journal.map(kept -> kept.document(key(document, model), document));
  }

  /** A document whose turn has come. */
  private Document begin(ToRead next, ModelRef model) {
    DocumentRef.Openable document = next.document();
    Function<Consumer<ReadingRow>, DocumentRows> told =
        sink ->
            new DocumentRows(
                document, model.name(), opener, task.energy(), next.continuation(), sink);
    ResumableDocument resumable =
        known(document, model)
            .<ResumableDocument>map(known -> new JournaledDocument(told, known, rows))
            .orElseGet(() -> new UnjournaledDocument(told.apply(rows::add)));
    return comparison
        .<Document>map(c -> new GrowingDocument(resumable, c.states(model), c.saved(document)))
        .orElse(resumable);
  }

  private String key(DocumentRef.Openable document, ModelRef model) {
    Earlier earlier = comparison.map(c -> c.earlier(document)).orElse(Earlier.NOTHING);
    return DocumentKey.of(document, model, task.identity(earlier));
  }

  /** Reads on by a chunk; false if there is no more. */
  private boolean readOn() {
    if (reading.isEmpty()) {
      if (!models.hasNext()) {
        return false;
      }
      Map.Entry<ModelRef, List<ToRead>> next = models.next();
      ModelRef model = next.getKey();
      DocumentReader reader = ExecutorEngine.of(model, task.engine(), store).reader(task.options());
      reading =
          Optional.of(
              reader.together(
                  next.getValue().stream().map(document -> begin(document, model)).iterator()));
    }
    // Known before the chunk, so that there is a snapshot behind it.
    stop.requested();
    boolean more = reading.get().advance();
    stop.stopIfSeen();
    if (!more) {
      reading = Optional.empty();
    }
    return true;
  }

  @Override
  public void close() {
    try {
      if (reading.isPresent()) {
        reading.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A document that was being read cannot be closed", e);
    } finally {
      opener.close();
      journal.ifPresent(TaskJournal::close);
      stop.close();
    }
  }
}
