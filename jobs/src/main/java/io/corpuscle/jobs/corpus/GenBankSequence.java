package io.corpuscle.jobs.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The sequence of one GenBank record, and before it, for the record's metadata, all else. */
final class GenBankSequence extends DocumentBytes {
  private final RecordBytes record;
  private final InputLimits limits;
  private final byte[] bytes = new byte[1 << 13];
  private int next;
  private int end;
  private Optional<String> metadata = Optional.empty();

  /**
   * @param record the bytes from its line LOCUS to before its line //
   */
  GenBankSequence(RecordBytes record, InputLimits limits) {
    this.record = record;
    this.limits = limits;
  }

  @Override
  Optional<String> metadata() {
    return metadata;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (metadata.isEmpty()) {
      metadata = Optional.of(readMetadata());
    }
    int read = 0;
    while (read < length && (next < end || (read == 0 && fill()))) {
      byte b = bytes[next++];
      if (GenBank.isSequence(b)) {
        into[offset + read++] = b;
      }
    }
    return read == 0 && length > 0 ? -1 : read;
  }

  /** Reads to the end of the line ORIGIN. */
  private String readMetadata() {
    GenBankMetadata read = new GenBankMetadata();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long count = 0;
    while (next < end || fill()) {
      byte b = bytes[next++];
      if (++count > limits.of(InputLimit.METADATA_BYTES)) {
        throw limits.exceeded(
            InputLimit.METADATA_BYTES, record.document().file().place() + ": " + named());
      }
      if (b != '\n') {
        line.write(b);
        continue;
      }
      String text = text(line);
      line.reset();
      if (text.startsWith(GenBank.ORIGIN)) {
        return read.json();
      }
      read.line(text);
    }
    throw record.changed();
  }

  private String named() {
    return "the document '" + record.document().docId() + "'";
  }

  private String text(ByteArrayOutputStream line) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line.toByteArray()))
          .toString()
          .stripTrailing();
    } catch (IOException e) {
      throw NotUtf8.in(record.document(), e);
    }
  }

  private boolean fill() {
    next = 0;
    end = Math.max(record.read(bytes, 0, bytes.length), 0);
    return end > 0;
  }
}
