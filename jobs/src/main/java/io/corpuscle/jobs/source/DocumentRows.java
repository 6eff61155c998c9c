package io.corpuscle.jobs.source;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.engine.reading.Document;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.DocumentTotals;
import io.corpuscle.engine.reading.LayerSpikes;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.engine.spike.EnergyModel;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.DocumentText;
import io.corpuscle.jobs.corpus.Format;
import io.corpuscle.schemas.Continuation;
import io.corpuscle.schemas.DocumentRow;
import io.corpuscle.schemas.DocumentRow.Failure;
import io.corpuscle.schemas.ReadingRow;
import io.corpuscle.schemas.Sha256;
import io.corpuscle.schemas.SpikeRow;
import io.corpuscle.schemas.WindowRow;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The rows of one document: its windows as they are finished, then its layers' spikes if they were
 * counted, then the document. What is wrong with the document ends it with a row that says so; the
 * windows before that stand.
 */
final class DocumentRows implements Document {
  private final DocumentRef.Openable document;
  private final String model;
  private final DocumentOpener opener;
  private final EnergyModel energy;
  private final Optional<Continuation> continuation;
  private final Consumer<ReadingRow> rows;
  private MessageDigest digest = Sha256.begin();
  private Optional<DocumentText> text = Optional.empty();
  private long resumedFrom;

  /**
   * @param model the name of the model that reads it
   * @param energy what spikes are said to cost
   * @param continuation how the document stands to an earlier run, if that was asked
   * @param rows takes the rows
   */
  DocumentRows(
      DocumentRef.Openable document,
      String model,
      DocumentOpener opener,
      EnergyModel energy,
      Optional<Continuation> continuation,
      Consumer<ReadingRow> rows) {
    this.document = document;
    this.model = model;
    this.opener = opener;
    this.energy = energy;
    this.continuation = continuation;
    this.rows = rows;
  }

  /** The row of a document whose fault was known before it was opened. */
  static DocumentRow neverRead(DocumentRef.Failed document) {
    return new DocumentRow(
        document.docId(),
        document.uri(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        DocumentTotals.none(Set.of()),
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Failure(document.fault(), document.message())));
  }

  /** Its reading goes on from a token. */
  void resumedFrom(long token) {
    resumedFrom = token;
  }

  @Override
  public Content content() {
    return document.content();
  }

  /** Its text from the first byte on, also when it is opened again. */
  @Override
  public InputStream open() {
    digest = Sha256.begin();
    DocumentText opened = opener.open(document);
    text = Optional.of(opened);
    return new DigestInputStream(opened, digest);
  }

  @Override
  public void window(WindowResult window) {
    rows.accept(new WindowRow(document.docId(), document.uri(), window, energy));
  }

  @Override
  public void end(DocumentEnd end) {
    for (LayerSpikes layer : end.spikes()) {
      rows.accept(new SpikeRow(document.docId(), document.uri(), model, layer, energy));
    }
    Optional<Failure> failure = end.fault().map(this::failure);
    rows.accept(
        new DocumentRow(
            document.docId(),
            document.uri(),
            Optional.of(model),
            text.flatMap(DocumentText::encoding),
            text.flatMap(DocumentText::metadata),
            failure.isPresent() ? Optional.empty() : Optional.of(Sha256.hex(digest)),
            end.totals(),
            end.seconds(),
            resumedFrom,
            EarlierRun.stamp(document),
            continuation,
            failure));
  }

  private Failure failure(Exception fault) {
    if (fault instanceof DocumentException known) {
      String message = String.valueOf(known.getMessage());
      boolean plain = document.format() == Format.TEXT || document.format() == Format.TABLE;
      return new Failure(
          known.fault(),
          plain && known.fault() == Fault.INVALID_UTF8
              ? message + " If it is in another encoding throughout, set encoding to its name."
              : message);
    }
    return new Failure(
        Fault.UNREADABLE,
        document.uri() + " cannot be read: " + fault.getMessage() + ". Run again once it can.");
  }
}
