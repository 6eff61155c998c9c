package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The decompressed and decoded bytes of one file under a cursor that moves forward, and, where they
 * are the bytes that are stored, back. Every error names the file and the place, and tells a
 * container that is damaged from storage that does not answer.
 */
final class DecodedFile extends DocumentBytes {
  private static final int BUFFER = 1 << 16;

  /** Gaps up to here are read through: a seek on an object store is a new request. */
  private static final long NEAR = 1 << 20;

  private final CorpusFile file;
  private final StoredBytes stored;
  private final Expansion expansion;
  private BufferedInputStream decoded;
  private Charset encoding = StandardCharsets.UTF_8;

  /** Whether what is stored is what is read, so that the cursor can move back. */
  private boolean seekable;

  /** Bytes of a byte order mark, which come before position 0. */
  private long origin;

  private long position;
  private boolean usable = true;

  private DecodedFile(
      CorpusFile file,
      StoredBytes stored,
      Expansion expansion,
      boolean seekable,
      InputStream decoded) {
    this.file = file;
    this.stored = stored;
    this.expansion = expansion;
    this.seekable = seekable;
    this.decoded = new BufferedInputStream(decoded, BUFFER);
  }

  /**
   * Opens what is stored of a file at its first byte.
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
    Expansion expansion = new Expansion(stored, file, limits);
    try {
      return new DecodedFile(
          file,
          stored,
          expansion,
          file.compression() == Compression.NONE,
          decompressed(stored, file.compression(), expansion));
    } catch (IOException | RuntimeException e) {
      DocumentException fault = fault(file, stored, e);
      closeQuietly(stored);
      throw fault;
    }
  }

  /**
   * A member of the archive that this is; closing it leaves the archive open.
   *
   * @param content its bytes as they lie in the archive, whose {@code close} does nothing
   * @param compression how they are compressed there
   */
  DecodedFile member(CorpusFile member, InputStream content, Compression compression) {
    try {
      return new DecodedFile(
          member, stored, expansion, false, decompressed(content, compression, expansion));
    } catch (IOException | RuntimeException e) {
      throw fault(member, stored, e);
    }
  }

  private static InputStream decompressed(
      InputStream compressed, Compression compression, Expansion expansion) throws IOException {
    if (compression == Compression.NONE) {
      return compressed;
    }
    BufferedInputStream buffered = new BufferedInputStream(compressed, BUFFER);
    // An empty file is no container at all; decompressors differ in what they make of it.
    buffered.mark(1);
    if (buffered.read() < 0) {
      throw new IOException("the file is empty");
    }
    buffered.reset();
    return new BoundedContainer(compression.decompress(buffered), expansion);
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

  /** What counts the bytes that containers in this file give. */
  Expansion expansion() {
    return expansion;
  }

  /** Where the cursor is, in bytes of the decompressed and decoded file, after a mark. */
  long position() {
    return position;
  }

  /** What the text was decoded from; empty if it is UTF-8 as it is. */
  Optional<String> encoding() {
    return encoding.equals(StandardCharsets.UTF_8)
        ? Optional.empty()
        : Optional.of(encoding.name());
  }

  /** Whether the cursor can still move to an offset. */
  boolean reaches(long offset) {
    return usable && (seekable || offset >= position);
  }

  /** Moves the cursor to an offset it {@link #reaches}. */
  void moveTo(long offset) {
    long gap = offset - position;
    try {
      if (gap < 0 || (gap > NEAR && seekable)) {
        stored.seek(offset + origin);
        decoded = new BufferedInputStream(stored, BUFFER);
      } else {
        decoded.skipNBytes(gap);
      }
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
    position = offset;
  }

  /**
   * Decodes text from here, the file's first byte, on. It is in what its byte order mark says, else
   * in what it declares in the manner of its format, else in what it was declared to be.
   *
   * @throws DocumentException if it declares an encoding that there is not
   */
  void decode() {
    Optional<ByteOrderMark> mark = ByteOrderMark.at(head(ByteOrderMark.LONGEST));
    encoding =
        mark.map(ByteOrderMark::charset)
            .or(() -> file.format().records().declared(this))
            .orElseGet(() -> file.encoding().charset());
    moveTo(mark.map(ByteOrderMark::length).orElse(0));
    origin = position;
    position = 0;
    if (encoding().isPresent()) {
      decoded = new BufferedInputStream(new TranscodedBytes(decoded, encoding), BUFFER);
      seekable = false;
    }
  }

  /** The first bytes from the cursor on, which stays where it is. */
  byte[] head(int most) {
    try {
      decoded.mark(most);
      byte[] head = decoded.readNBytes(most);
      decoded.reset();
      return head;
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
  }

  /** Reads on to the end; returns how many bytes the file has. */
  long readThrough() {
    byte[] bytes = new byte[BUFFER];
    while (read(bytes, 0, bytes.length) >= 0) {
      // Only that it can be read, and how long it is, is wanted.
    }
    return position;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    try {
      int read = decoded.read(bytes, offset, length);
      position += Math.max(read, 0);
      return read;
    } catch (IOException | RuntimeException e) {
      throw failed(e);
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

  /** What to throw of an exception that ended the reading. */
  DocumentException failed(Exception e) {
    usable = false;
    if (e instanceof CharacterCodingException) {
      return new DocumentException(
          Fault.UNSUPPORTED_ENCODING,
          String.format(
              Locale.ROOT,
              "%s is not %s throughout: not before byte %,d of its text come bytes that are no character in it. Set encoding to what it is in, or convert it to UTF-8.",
              file.place(),
              encoding.name(),
              position),
          e);
    }
    return fault(file, stored, e);
  }

  private static DocumentException fault(CorpusFile file, StoredBytes stored, Exception e) {
    if (e instanceof DocumentException known) {
      return known;
    }
    String container = container(file);
    if (stored.failed() || container.isEmpty()) {
      return unreadable(file, stored.count(), e);
    }
    return new DocumentException(
        Fault.CORRUPT_COMPRESSION,
        String.format(
            Locale.ROOT,
            "%s is damaged or ends early: its %s container breaks off at or before byte %,d of %,d. Copy or compress it again.",
            file.place(),
            container,
            stored.count(),
            file.bytes()),
        e);
  }

  /** What the file is packed in; empty if in nothing. */
  private static String container(CorpusFile file) {
    if (file.compression() != Compression.NONE) {
      return file.compression().toString();
    }
    return file.format().isArchive() || !file.members().isEmpty() ? "archive" : "";
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
