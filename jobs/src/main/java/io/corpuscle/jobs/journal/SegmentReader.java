package io.corpuscle.jobs.journal;

import io.corpuscle.schemas.Sha256;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Reads rows and snapshots of segments and checks them. Keeps the last segment open and the last
 * blob at hand, for entries of one segment are asked for one after the other. For one thread.
 */
final class SegmentReader implements Closeable {
  private final Journal journal;
  private Optional<Open> open = Optional.empty();
  private Optional<Read> last = Optional.empty();

  private record Open(String segment, FSDataInputStream in) {}

  private static final class Read {
    final String segment;
    final Blob blob;
    final byte[] bytes;

    Read(String segment, Blob blob, byte[] bytes) {
      this.segment = segment;
      this.blob = blob;
      this.bytes = bytes;
    }
  }

  SegmentReader(Journal journal) {
    this.journal = journal;
  }

  /**
   * The bytes of a blob.
   *
   * @throws IOException if they cannot be read, or are not the ones that were written
   */
  byte[] read(String segment, Blob blob) throws IOException {
    if (last.isPresent() && last.get().segment.equals(segment) && last.get().blob.equals(blob)) {
      return last.get().bytes;
    }
    FSDataInputStream in = stream(segment);
    if (in.getPos() != blob.at()) {
      in.seek(blob.at());
    }
    byte[] bytes = in.readNBytes(blob.bytes());
    if (bytes.length < blob.bytes()) {
      throw new EOFException(segment + " is cut short");
    }
    String sha256 = Sha256.hex(Sha256.begin(), bytes);
    if (!sha256.equals(blob.sha256())) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s is damaged: SHA-256 of the bytes at %,d is %s and was %s",
              segment,
              blob.at(),
              sha256,
              blob.sha256()));
    }
    last = Optional.of(new Read(segment, blob, bytes));
    return bytes;
  }

  private FSDataInputStream stream(String segment) throws IOException {
    if (open.isPresent() && open.get().segment().equals(segment)) {
      return open.get().in();
    }
    close();
    FSDataInputStream in = journal.open(segment);
    open = Optional.of(new Open(segment, in));
    return in;
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      FSDataInputStream in = open.get().in();
      open = Optional.empty();
      in.close();
    }
  }
}
