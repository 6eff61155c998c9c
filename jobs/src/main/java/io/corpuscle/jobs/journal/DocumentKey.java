package io.corpuscle.jobs.journal;

import io.corpuscle.jobs.corpus.DocumentRef;
import io.corpuscle.jobs.corpus.StagedRow;
import io.corpuscle.jobs.models.ModelRef;
import io.corpuscle.schemas.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * Names what decides a document's rows: the document, as long as its file is the one that was
 * listed or its row says the same, the model, and how it is read. Rows under the same key that the
 * same kernels computed on the same instruction set are the same, bit for bit.
 */
public final class DocumentKey {
  private DocumentKey() {}

  /**
   * The key of a document.
   *
   * @param reading all else that decides rows: options, precision, measures, version
   */
  public static String of(DocumentRef.Openable document, ModelRef model, String reading) {
    MessageDigest digest = Sha256.begin();
    for (Object part :
        new Object[] {reading, model.fingerprint(), document.docId(), text(document)}) {
      byte[] text = part.toString().getBytes(StandardCharsets.UTF_8);
      digest.update((text.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(text);
    }
    return Sha256.hex(digest);
  }

  /** A row is copied to another place every time: what it says is what stays. */
  private static List<Object> text(DocumentRef.Openable document) {
    if (document instanceof StagedRow row) {
      return List.of(row.content(), row.sha256(), row.headerDigest());
    }
    DocumentRef.Located located = (DocumentRef.Located) document;
    return List.of(located.file(), located.ordinal(), located.offset(), located.length());
  }
}
