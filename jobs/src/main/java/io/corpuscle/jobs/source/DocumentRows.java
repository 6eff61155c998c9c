package io.corpuscle.jobs.source;

import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.DocumentTotals;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.schemas.DocumentRow;
import io.corpuscle.schemas.DocumentRow.Failure;
import io.corpuscle.schemas.ReadingRow;
import io.corpuscle.schemas.WindowRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The rows of one document: its windows as they are finished, then the document. What is wrong with
 * the document ends it with a row that says so; the windows before that stand.
 */
final class DocumentRows implements AutoCloseable {
  private static final DocumentTotals NOTHING = new DocumentTotals(0, 0, 0, OptionalDouble.empty());

  private final DocumentRef.Located document;
  private final String model;
  private final DocumentReader reader;
  private final DocumentOpener opener;
  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private Optional<DocumentReading> reading = Optional.empty();
  private long nanos;

  DocumentRows(
      DocumentRef.Located document, String model, DocumentReader reader, DocumentOpener opener) {
    this.document = document;
    this.model = model;
    this.reader = reader;
    this.opener = opener;
  }

  /** The row of a document whose fault was known before it was opened. */
  static DocumentRow neverRead(DocumentRef.Failed document) {
    return new DocumentRow(
        document.docId(),
        document.uri(),
        Optional.empty(),
        Optional.empty(),
        NOTHING,
        0,
        Optional.of(new Failure(document.fault(), document.message())));
  }

  /** The next row; the {@link DocumentRow} is the last one. */
  ReadingRow next() {
    long started = System.nanoTime();
    Optional<WindowResult> window;
    Optional<Failure> failure = Optional.empty();
    try {
      window = reading().next();
    } catch (DocumentException e) {
      window = Optional.empty();
      failure = Optional.of(new Failure(e.fault(), String.valueOf(e.getMessage())));
    } catch (IOException e) {
      window = Optional.empty();
      failure = Optional.of(new Failure(Fault.UNREADABLE, unreadable(e)));
    }
    nanos += System.nanoTime() - started;
    return window.isPresent()
        ? new WindowRow(document.docId(), document.uri(), window.get())
        : row(failure);
  }

  private DocumentReading reading() {
    if (reading.isEmpty()) {
      InputStream text = new DigestInputStream(opener.open(document), digest);
      reading = Optional.of(reader.open(text));
    }
    return reading.get();
  }

  private String unreadable(IOException e) {
    return document.uri() + " cannot be read: " + e.getMessage() + ". Run again once it can.";
  }

  private DocumentRow row(Optional<Failure> failure) {
    return new DocumentRow(
        document.docId(),
        document.uri(),
        Optional.of(model),
        failure.isPresent()
            ? Optional.empty()
            : Optional.of(HexFormat.of().formatHex(digest.digest())),
        reading.map(DocumentReading::totals).orElse(NOTHING),
        nanos / 1e9,
        failure);
  }

  @Override
  public void close() {
    try {
      if (reading.isPresent()) {
        reading.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(document.uri() + " cannot be closed", e);
    }
  }
}
