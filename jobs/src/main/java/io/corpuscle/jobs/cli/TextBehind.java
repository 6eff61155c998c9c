package io.corpuscle.jobs.cli;

import io.corpuscle.jobs.corpus.Corpus;
import io.corpuscle.jobs.corpus.CorpusOptions;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Finds the text that a row of {@code windows} speaks of, in the file it came from. */
final class TextBehind implements Texts {
  private static final String REPEATED = "~\\d+$";

  private final Configuration hadoop;
  private final CorpusOptions options;

  TextBehind(Configuration hadoop, CorpusOptions options) {
    this.hadoop = hadoop;
    this.options = options;
  }

  @Override
  public Optional<String> read(String docId, String uri, long byteStart, long byteEnd)
      throws IOException {
    Optional<DocumentRef> document = find(docId, uri);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    try (DocumentOpener opener = new DocumentOpener(hadoop, options.limits());
        InputStream text = opener.open(document.get())) {
      text.skipNBytes(byteStart);
      byte[] bytes = text.readNBytes(Math.toIntExact(byteEnd - byteStart));
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  /**
   * Only the one file is scanned, which knows its documents by shorter ids: without the folders
   * between the run's input and the file, and without what told it from the same id in other files.
   */
  private Optional<DocumentRef> find(String docId, String uri) {
    List<DocumentRef> inFile = Corpus.scan(hadoop, List.of(uri), options).documents();
    return ending(inFile, docId).or(() -> ending(inFile, docId.replaceFirst(REPEATED, "")));
  }

  private static Optional<DocumentRef> ending(List<DocumentRef> documents, String docId) {
    return documents.stream()
        .filter(document -> ("/" + docId).endsWith("/" + document.docId()))
        .max(Comparator.comparingInt(document -> document.docId().length()));
  }
}
