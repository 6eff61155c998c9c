package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.util.Locale;

/**
 * The bytes of one record of a file, from the file's cursor on; closing it leaves the file open.
 */
final class RecordBytes extends DocumentBytes {
  private final DecodedFile file;
  private final DocumentRef.Located document;
  private long left;

  RecordBytes(DecodedFile file, DocumentRef.Located document) {
    this.file = file;
    this.document = document;
    this.left = document.length();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (left == 0) {
      return -1;
    }
    int read = file.read(bytes, offset, (int) Math.min(length, left));
    if (read >= 0) {
      left -= read;
    } else if (document.length() != DocumentRef.Located.TO_END) {
      throw changed();
    }
    return read;
  }

  /** The file is not what the scan saw. */
  DocumentException changed() {
    return new DocumentException(
        Fault.UNREADABLE,
        String.format(
            Locale.ROOT,
            "%s changed after it was scanned: record %d is not the %,d bytes from byte %,d on any more. Run again to read it as it is.",
            document.file().place(),
            document.ordinal(),
            document.length(),
            document.offset()));
  }

  DocumentRef.Located document() {
    return document;
  }
}
