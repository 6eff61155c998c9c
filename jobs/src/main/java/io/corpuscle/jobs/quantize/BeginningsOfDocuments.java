package io.corpuscle.jobs.quantize;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.jobs.corpus.DocumentOpener;
import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.InputLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The first bytes of documents' texts, in a task. Of a document that cannot be read there is
 * nothing: a sample does without it.
 *
 * @param bytes how many at most of each
 */
record BeginningsOfDocuments(SerializableConfiguration hadoop, int bytes)
    implements FlatMapFunction<Iterator<DocumentRef.Located>, byte[]> {

  @Override
  public Iterator<byte[]> call(Iterator<DocumentRef.Located> documents) throws IOException {
    List<byte[]> texts = new ArrayList<>();
    try (DocumentOpener opener = new DocumentOpener(hadoop.value(), InputLimits.STANDARD)) {
      while (documents.hasNext()) {
        try (InputStream text = opener.open(documents.next())) {
          texts.add(text.readNBytes(bytes));
        } catch (DocumentException ignored) {
          // The next one may do.
        }
      }
    }
    return texts.iterator();
  }
}
