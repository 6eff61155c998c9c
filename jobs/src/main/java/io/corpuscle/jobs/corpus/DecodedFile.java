package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The decompressed bytes of one file under a cursor that moves forward, and, where the file is not
 * compressed, back. Every error names the file and the place, and tells a container that is damaged
 * from storage that does not answer.
 */
final class DecodedFile extends DocumentBytes {
  private static final int BUFFER = 1 << 16;

  /** Gaps up to here are read through: a seek on an object store is a new request. */
  private static final long NEAR = 1 << 20;

  private final CorpusFile file;
  private final StoredBytes stored;
  private BufferedInputStream decoded;
  private long position;
  private boolean usable = true;

  private DecodedFile(CorpusFile file, StoredBytes stored, BufferedInputStream decoded) {
    this.file = file;
    this.stored = stored;
    this.decoded = decoded;
  }

  /**
   * Opens a file at its first byte.
   *
   * @param limits how much may come of it
   * @throws DocumentException if it cannot be opened, or is not the container its name promises
   */
  static DecodedFile open(CorpusFile file, Configuration hadoop, InputLimits limits) {
    StoredBytes stored;
    try {
      stored = StoredBytes.open(new StoredFile(file, hadoop));
    } catch (IOException e) {
      throw unreadable(file, 0, e);
    }
    try {
      BufferedInputStream buffered = new BufferedInputStream(stored, BUFFER);
      if (file.compression() == Compression.NONE) {
        return new DecodedFile(file, stored, buffered);
      }
      // An empty file is no container at all; decompressors differ in what they make of it.
      buffered.mark(1);
      if (buffered.read() < 0) {
        throw new IOException("the file is empty");
      }
      buffered.reset();
      InputStream decoded =
          new BoundedContainer(file.compression().decompress(buffered), stored, file, limits);
      return new DecodedFile(file, stored, new BufferedInputStream(decoded, BUFFER));
    } catch (IOException | RuntimeException e) {
      DocumentException fault = fault(file, stored, e);
      closeQuietly(stored);
      throw fault;
    }
  }

  /**
   * Demands that a file is the one that was scanned, so that the offsets found in it hold.
   *
   * @throws DocumentException if it has changed or gone since
   */
  static void requireUnchanged(CorpusFile file, Configuration hadoop) {
    StoredFile stored = new StoredFile(file, hadoop);
    try {
      ReadAttempts.of(hadoop)
          .at(
              () -> {
                stored.requireUnchanged();
                return stored;
              });
    } catch (IOException e) {
      throw unreadable(file, 0, e);
    }
  }

  CorpusFile file() {
    return file;
  }

  /** Where the cursor is, in bytes of the decompressed file. */
  long position() {
    return position;
  }

  /** Whether the cursor can still move to an offset. */
  boolean reaches(long offset) {
    return usable && (file.compression() == Compression.NONE || offset >= position);
  }

  /** Moves the cursor to an offset it {@link #reaches}. */
  void moveTo(long offset) {
    long gap = offset - position;
    try {
      if (gap < 0 || (gap > NEAR && file.compression() == Compression.NONE)) {
        stored.seek(offset);
        decoded = new BufferedInputStream(stored, BUFFER);
      } else {
        decoded.skipNBytes(gap);
      }
    } catch (IOException | RuntimeException e) {
      usable = false;
      throw fault(file, stored, e);
    }
    position = offset;
  }

  /**
   * Passes a UTF-8 byte order mark at the beginning of the file.
   *
   * @throws DocumentException if there is the mark of another encoding
   */
  void skipByteOrderMark() {
    byte[] head;
    try {
      decoded.mark(ByteOrderMark.LONGEST);
      head = decoded.readNBytes(ByteOrderMark.LONGEST);
      decoded.reset();
    } catch (IOException | RuntimeException e) {
      usable = false;
      throw fault(file, stored, e);
    }
    Optional<ByteOrderMark> mark = ByteOrderMark.at(head);
    if (mark.isPresent() && mark.get() != ByteOrderMark.UTF_8) {
      throw new DocumentException(
          Fault.UNSUPPORTED_ENCODING,
          String.format(
              Locale.ROOT,
              "%s begins with the byte order mark of %s; only UTF-8 is read. Convert it to UTF-8.",
              file.uri(),
              mark.get()));
    }
    moveTo(mark.map(ByteOrderMark::length).orElse(0));
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      int read = decoded.read(bytes, offset, length);
      position += Math.max(read, 0);
      return read;
    } catch (IOException | RuntimeException e) {
      usable = false;
      throw fault(file, stored, e);
    }
  }

  @Override
  public void close() {
    usable = false;
    closeQuietly(decoded);
  }

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // What was wanted of the file has been read; that it did not close changes no document.
    }
  }

  private static DocumentException fault(CorpusFile file, StoredBytes stored, Exception e) {
    if (e instanceof DocumentException known) {
      return known;
    }
    if (stored.failed() || file.compression() == Compression.NONE) {
      return unreadable(file, stored.count(), e);
    }
    return new DocumentException(
        Fault.CORRUPT_COMPRESSION,
        String.format(
            Locale.ROOT,
            "%s is damaged or ends early: its %s container breaks off at or before byte %,d of %,d. Copy or compress it again.",
            file.uri(),
            file.compression(),
            stored.count(),
            file.bytes()),
        e);
  }

  private static DocumentException unreadable(CorpusFile file, long at, Exception e) {
    String what = e instanceof FileNotFoundException ? "is gone" : "cannot be read: " + e;
    return new DocumentException(
        Fault.UNREADABLE,
        String.format(
            Locale.ROOT,
            "%s, at byte %,d of %,d, %s. Check that it is there and may be read, then run again.",
            file.uri(),
            at,
            file.bytes(),
            what),
        e);
  }
}
