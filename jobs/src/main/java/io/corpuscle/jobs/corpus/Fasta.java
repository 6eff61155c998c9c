package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * FASTA: a line {@code >name description}, then the sequence over any number of lines. The text of
 * a record is its sequence in the case it is written in, without white space and without comment
 * lines, which begin with {@code ;}, {@code #} or {@code !}. Lines end in LF, CR or both. A record
 * without sequence is a document of no bytes; sequence before the first header belongs to no record
 * and is a failed document of ordinal 0.
 */
final class Fasta implements RecordFormat {

  @Override
  public void scan(
      CorpusFile file,
      Supplier<DecodedFile> opened,
      CorpusOptions options,
      FoundDocuments.InFile found) {
    DecodedFile in = opened.get();
    in.decode();
    new Scan(file, options.limits(), found).run(in);
  }

  @Override
  public DocumentBytes text(DecodedFile file, DocumentRef.Located document, InputLimits limits) {
    return new FastaSequence(new RecordBytes(file, document));
  }

  static boolean isComment(byte first) {
    return first == ';' || first == '#' || first == '!';
  }

  static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }

  /** Where in a line the scan is. */
  private enum At {
    LINE_START,
    BEFORE_NAME,
    NAME,
    DESCRIPTION,
    COMMENT,
    SEQUENCE
  }

  /** One pass over one file. Positions count in bytes of the decompressed file. */
  private static final class Scan {
    private final CorpusFile file;
    private final InputLimits limits;
    private final FoundDocuments.InFile found;
    private final ByteArrayOutputStream name = new ByteArrayOutputStream();

    private At at = At.LINE_START;
    private boolean nameTooLong;
    private long records;
    private long sequenceStart;
    private long sequenceBytes;

    /** Where the bytes at hand begin in the file. */
    private long base;

    Scan(CorpusFile file, InputLimits limits, FoundDocuments.InFile found) {
      this.file = file;
      this.limits = limits;
      this.found = found;
    }

    void run(DecodedFile in) {
      byte[] bytes = new byte[1 << 16];
      base = in.position();
      for (int read = in.read(bytes, 0, bytes.length);
          read >= 0;
          read = in.read(bytes, 0, bytes.length)) {
        for (int i = 0; i < read; ) {
          i = step(bytes, i, read);
        }
        base = in.position();
      }
      if (inHeader()) {
        sequenceStart = base;
      }
      endRecord(base);
    }

    /** Takes the byte at i, in a sequence or comment as many as lie on the line, and moves on. */
    private int step(byte[] bytes, int i, int read) {
      byte b = bytes[i];
      if (b == '\n' || b == '\r') {
        if (inHeader()) {
          sequenceStart = base + i + 1;
        }
        at = At.LINE_START;
        return i + 1;
      }
      switch (at) {
        case LINE_START -> {
          if (b == '>') {
            endRecord(base + i);
            at = At.BEFORE_NAME;
            return i + 1;
          }
          at = isComment(b) ? At.COMMENT : At.SEQUENCE;
          return i;
        }
        case BEFORE_NAME, NAME -> {
          if (!isSpace(b)) {
            at = At.NAME;
            addToName(b);
          } else if (at == At.NAME) {
            at = At.DESCRIPTION;
          }
          return i + 1;
        }
        case DESCRIPTION, COMMENT -> {
          int end = i + 1;
          while (end < read && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
          }
          return end;
        }
        case SEQUENCE -> {
          int end = i;
          while (end < read && !isSpace(bytes[end])) {
            end++;
          }
          if (records == 0 && sequenceBytes == 0 && end > i) {
            sequenceStart = base + i;
          }
          sequenceBytes += end - i;
          return Math.max(end, i + 1);
        }
      }
      throw new IllegalStateException("No such place in a line: " + at);
    }

    private void addToName(byte b) {
      if (name.size() < limits.of(InputLimit.NAME_BYTES)) {
        name.write(b);
      } else {
        nameTooLong = true;
      }
    }

    private boolean inHeader() {
      return at == At.BEFORE_NAME || at == At.NAME || at == At.DESCRIPTION;
    }

    /** What lies before {@code end} is complete; the next record begins. */
    private void endRecord(long end) {
      if (records > 0 && nameTooLong) {
        found.failedRecord(
            "",
            records,
            Fault.MALFORMED_RECORD,
            limits.message(
                InputLimit.NAME_BYTES,
                String.format(Locale.ROOT, "%s: record %,d", file.place(), records)));
      } else if (records > 0) {
        found.record(
            name.toString(StandardCharsets.UTF_8),
            records,
            sequenceStart,
            end - sequenceStart,
            sequenceBytes);
      } else if (sequenceBytes > 0) {
        found.failedRecord(
            "",
            0,
            Fault.MALFORMED_RECORD,
            String.format(
                Locale.ROOT,
                "%s has %,d bytes of sequence, from byte %,d on, before the first '>' header. Give them a header, or remove them; the records after them are read.",
                file.place(),
                sequenceBytes,
                sequenceStart));
      }
      records++;
      name.reset();
      nameTooLong = false;
      sequenceBytes = 0;
    }
  }
}
