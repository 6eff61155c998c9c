package io.corpuscle.jobs.compare;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.reading.Document;
import io.corpuscle.engine.reading.DocumentEnd;
import io.corpuscle.engine.reading.DocumentReader;
import io.corpuscle.engine.reading.JointReading;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import io.corpuscle.engine.reading.WindowResult;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How surprising documents are to a model, document by document and byte position by position. */
public final class BitsReading {
  /** Windows of a token each: then only tokens lie across the edges of buckets. */
  private static final ReadingOptions TOKEN_BY_TOKEN =
      new ReadingOptions(
          1,
          ReadingOptions.DEFAULT_CHUNK_TOKENS,
          ReadingOptions.DEFAULT_DOCUMENTS_TOGETHER,
          Set.of(Measure.SURPRISAL));

  private final List<DocumentBits> documents = new ArrayList<>();
  private final PositionBuckets positions = new PositionBuckets();

  private BitsReading() {}

  /** Reads documents to their ends, or as far as they and the model go. */
  public static BitsReading of(Engine engine, DocumentOpener opener, List<DocumentRef> documents)
      throws IOException {
    BitsReading reading = new BitsReading();
    DocumentReader reader = engine.reader(TOKEN_BY_TOKEN);
    List<Read> asked = documents.stream().map(ref -> reading.new Read(opener, ref)).toList();
    try (JointReading joint = reader.together(asked.iterator())) {
      while (joint.advance()) {
        // Until the last document has been told its end.
      }
    }
    return reading;
  }

  /** Each document's, in order. */
  public List<DocumentBits> documents() {
    return List.copyOf(documents);
  }

  /** Of all documents together. */
  public List<PositionBucket> positions() {
    return positions.buckets();
  }

  private final class Read implements Document {
    private final DocumentOpener opener;
    private final DocumentRef ref;

    Read(DocumentOpener opener, DocumentRef ref) {
      this.opener = opener;
      this.ref = ref;
    }

    @Override
    public InputStream open() {
      return opener.open(ref);
    }

    @Override
    public void window(WindowResult window) {
      positions.add(window);
    }

    @Override
    public void end(DocumentEnd end) {
      documents.add(
          new DocumentBits(
              ref.docId(),
              end.totals().bytes(),
              end.totals().tokens(),
              end.totals().bits().orElseThrow(),
              end.fault()));
    }
  }
}
