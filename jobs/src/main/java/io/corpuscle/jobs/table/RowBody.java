package io.corpuscle.jobs.table;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import io.corpuscle.engine.text.TokenIds;
import io.corpuscle.jobs.corpus.BinaryText;
import io.corpuscle.jobs.corpus.DeclaredEncoding;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/** The content of a row as it is read: UTF-8, or ids as little-endian int32. */
final class RowBody {
  private final byte[] bytes;
  private final Optional<String> encoding;

  private RowBody(byte[] bytes, Optional<String> encoding) {
    this.bytes = bytes;
    this.encoding = encoding;
  }

  /**
   * Takes the value of a body column.
   *
   * @param encoding what bytes are in that say nothing
   * @throws DocumentException if there is none, bytes cannot be decoded, or an id is null
   */
  static RowBody of(@Nullable Object value, SourceRows.Body kind, DeclaredEncoding encoding) {
    if (value == null) {
      throw new DocumentException(
          Fault.MISSING_FIELD,
          "its content is null. Give it some, or leave such rows out by source.where.");
    }
    return switch (kind) {
      case STRING -> new RowBody((byte[]) value, Optional.empty());
      case BINARY -> {
        BinaryText text = new BinaryText((byte[]) value, encoding);
        yield new RowBody(text.utf8(), text.encoding());
      }
      case TOKENS -> new RowBody(ids((Seq<?>) value), Optional.empty());
    };
  }

  private static byte[] ids(Seq<?> values) {
    int[] ids = new int[values.length()];
    for (int i = 0; i < ids.length; i++) {
      if (!(values.apply(i) instanceof Number id)) {
        throw new DocumentException(
            Fault.INVALID_TOKEN,
            String.format(Locale.ROOT, "token %,d, counted from 0, is null. Mend the ids.", i));
      }
      ids[i] = id.intValue();
    }
    return TokenIds.bytes(ids);
  }

  /** What is read; not written to. */
  byte[] bytes() {
    return bytes;
  }

  /** What text was decoded from; empty if it is as it was. */
  Optional<String> encoding() {
    return encoding;
  }
}
