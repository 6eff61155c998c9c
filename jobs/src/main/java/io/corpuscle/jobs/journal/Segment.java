package io.corpuscle.jobs.journal;

import io.corpuscle.schemas.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The bytes of a segment: a mark, the length of the header, the header and its SHA-256, then the
 * rows and snapshots that the header lists, each with the SHA-256 of its own. A segment that was
 * cut short or changed anywhere so loses what that touches, and no more.
 */
final class Segment {
  private static final byte[] MARK = "CORPSEG1".getBytes(StandardCharsets.US_ASCII);
  private static final int SHA256_BYTES = 32;
  private static final int MAX_HEADER_BYTES = 256 << 20;

  /** Where the header begins. */
  private static final int HEADER_AT = MARK.length + Integer.BYTES;

  /** An entry that is going to be written. */
  private record Draft(String document, long from, long to, List<byte[]> blobs) {}

  private final String engine;
  private final List<Draft> drafts = new ArrayList<>();

  /**
   * A segment of no entries.
   *
   * @param engine what read them: kernels and instruction set
   */
  Segment(String engine) {
    this.engine = engine;
  }

  /** Adds the last rows of a document. */
  void end(String document, long from, byte[] rows) {
    drafts.add(new Draft(document, from, Entry.END, List.of(rows)));
  }

  /** Adds rows of a document and what its reading goes on from. */
  void progress(String document, long from, long to, byte[] rows, byte[] snapshot) {
    drafts.add(new Draft(document, from, to, List.of(rows, snapshot)));
  }

  /** Removes what was added last. */
  void takeBack() {
    if (!drafts.isEmpty()) {
      drafts.remove(drafts.size() - 1);
    }
  }

  boolean isEmpty() {
    return drafts.isEmpty();
  }

  /** Writes all of it. */
  void write(OutputStream out) throws IOException {
    byte[] header = header();
    DataOutputStream data = new DataOutputStream(out);
    data.write(MARK);
    data.writeInt(header.length);
    data.write(header);
    data.write(Sha256.begin().digest(header));
    for (Draft draft : drafts) {
      for (byte[] blob : draft.blobs()) {
        data.write(blob);
      }
    }
    data.flush();
  }

  private byte[] header() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(engine);
      out.writeInt(drafts.size());
      for (Draft draft : drafts) {
        out.write(HexFormat.of().parseHex(draft.document()));
        out.writeLong(draft.from());
        out.writeLong(draft.to());
        for (byte[] blob : draft.blobs()) {
          out.writeInt(blob.length);
          out.write(Sha256.begin().digest(blob));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The entries that a segment's header lists; their blobs are not read.
   *
   * @param name what the segment is called in its journal
   * @throws IOException if it cannot be read, or is not whole up to there
   */
  static List<Entry> entries(InputStream in, String name) throws IOException {
    DataInputStream data = new DataInputStream(in);
    byte[] mark = new byte[MARK.length];
    data.readFully(mark);
    int length = data.readInt();
    if (!Arrays.equals(mark, MARK) || length < 0 || length > MAX_HEADER_BYTES) {
      throw new IOException(
          String.format(
              Locale.ROOT, "it does not begin as a segment: header of %,d bytes", length));
    }
    // No more memory is taken than there are bytes.
    byte[] header = data.readNBytes(length);
    byte[] sha256 = data.readNBytes(SHA256_BYTES);
    if (!MessageDigest.isEqual(sha256, Sha256.begin().digest(header))) {
      throw new IOException("its header is damaged: the SHA-256 is another");
    }
    return parse(header, name);
  }

  private static List<Entry> parse(byte[] header, String name) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(header));
    String engine = in.readUTF();
    int count = in.readInt();
    long at = HEADER_AT + header.length + SHA256_BYTES;
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String document = hex(in);
      long from = in.readLong();
      long to = in.readLong();
      Blob rows = new Blob(at, in.readInt(), hex(in));
      at += rows.bytes();
      if (to == Entry.END) {
        entries.add(new Entry(name, engine, document, from, to, rows, null));
      } else {
        Blob snapshot = new Blob(at, in.readInt(), hex(in));
        at += snapshot.bytes();
        entries.add(new Entry(name, engine, document, from, to, rows, snapshot));
      }
    }
    return entries;
  }

  private static String hex(DataInputStream in) throws IOException {
    byte[] bytes = new byte[SHA256_BYTES];
    in.readFully(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
