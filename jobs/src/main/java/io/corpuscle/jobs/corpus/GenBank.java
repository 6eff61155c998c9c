package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * GenBank: a record begins with a line {@code LOCUS} and ends with a line {@code //}; its text is
 * the sequence between {@code ORIGIN} and that end, in the case it is written in, without numbers
 * and white space. All between is its {@link GenBankMetadata}. A record is named by its version,
 * else by its locus. Lines before the first record, with which releases begin, belong to none.
 */
final class GenBank implements RecordFormat {
  static final String ORIGIN = "ORIGIN";

  /** What stands for a version where there is none. */
  private static final String UNKNOWN = ".";

  @Override
  public void scan(
      CorpusFile file,
      Supplier<DecodedFile> opened,
      CorpusOptions options,
      FoundDocuments.InFile found) {
    DecodedFile in = opened.get();
    in.decode();
    new Scan(file, options.limits(), found).run(new LineBytes(in, options.limits()));
  }

  @Override
  public DocumentBytes text(DecodedFile file, DocumentRef.Located document, InputLimits limits) {
    return new GenBankSequence(new RecordBytes(file, document), limits);
  }

  /** Neither a number nor white space. */
  static boolean isSequence(byte b) {
    return b > ' ' && !(b >= '0' && b <= '9');
  }

  /** One pass over one file. */
  private static final class Scan {
    private final CorpusFile file;
    private final InputLimits limits;
    private final FoundDocuments.InFile found;

    /** The beginning of a line: its keyword and a name. */
    private final byte[] head;

    private int headBytes;
    private long records;
    private boolean inRecord;
    private boolean inSequence;
    private boolean nameTooLong;
    private long start;
    private String locus = "";
    private String version = "";
    private long sequenceBytes;

    Scan(CorpusFile file, InputLimits limits, FoundDocuments.InFile found) {
      this.file = file;
      this.limits = limits;
      this.found = found;
      this.head = new byte[limits.small(InputLimit.NAME_BYTES) + 16];
    }

    void run(LineBytes lines) {
      while (lines.next()) {
        readHead(lines);
        if (begins("LOCUS")) {
          breaksOff();
          begin(lines.start());
        } else if (inRecord && begins("//")) {
          end(lines.start());
        } else if (inSequence) {
          count(lines);
        } else if (inRecord && begins("VERSION")) {
          version = name();
        } else if (inRecord && begins(ORIGIN)) {
          inSequence = true;
        }
      }
      breaksOff();
      if (records == 0 && lines.number() > 0) {
        found.failedRecord(
            "",
            0,
            Fault.MALFORMED_RECORD,
            file.place() + " has no line that begins with LOCUS, so it is not GenBank.");
      }
    }

    private void readHead(LineBytes lines) {
      headBytes = 0;
      for (int read = 0; read >= 0 && headBytes < head.length; ) {
        read = lines.read(head, headBytes, head.length - headBytes);
        headBytes += Math.max(read, 0);
      }
    }

    private boolean begins(String keyword) {
      if (headBytes < keyword.length()) {
        return false;
      }
      for (int i = 0; i < keyword.length(); i++) {
        if (head[i] != keyword.charAt(i)) {
          return false;
        }
      }
      return headBytes == keyword.length() || head[keyword.length()] <= ' ';
    }

    /** The word after the keyword. */
    private String name() {
      String[] words = new String(head, 0, headBytes, StandardCharsets.UTF_8).split("\\s+", 3);
      nameTooLong |= words.length == 2 && headBytes == head.length;
      return words.length < 2 ? "" : words[1];
    }

    private void begin(long at) {
      records++;
      inRecord = true;
      inSequence = false;
      nameTooLong = false;
      start = at;
      locus = name();
      version = "";
      sequenceBytes = 0;
    }

    private void count(LineBytes lines) {
      while (headBytes > 0) {
        for (int i = 0; i < headBytes; i++) {
          sequenceBytes += isSequence(head[i]) ? 1 : 0;
        }
        readHead(lines);
      }
    }

    private void end(long at) {
      inRecord = false;
      if (nameTooLong) {
        failed(
            Fault.MALFORMED_RECORD,
            limits.message(
                InputLimit.NAME_BYTES,
                String.format(Locale.ROOT, "%s: record %,d", file.place(), records)));
      } else if (sequenceBytes == 0) {
        failed(
            Fault.MISSING_FIELD,
            String.format(
                Locale.ROOT,
                "%s: record %,d has no sequence after ORIGIN. Fetch it with its sequence: a record that lists others (CONTIG, WGS, TLS) has none of its own.",
                file.place(),
                records));
      } else {
        found.record(id(), records, start, at - start, sequenceBytes);
      }
      inSequence = false;
    }

    /** A record that is open when another begins or the file ends has lost its end. */
    private void breaksOff() {
      if (inRecord) {
        inRecord = false;
        failed(
            Fault.MALFORMED_RECORD,
            String.format(
                Locale.ROOT,
                "%s: record %,d breaks off: it has no line // at its end. Fetch it again.",
                file.place(),
                records));
      }
    }

    private void failed(Fault fault, String message) {
      found.failedRecord(nameTooLong ? "" : id(), records, fault, message);
    }

    private String id() {
      return version.isEmpty() || version.equals(UNKNOWN) ? locus : version;
    }
  }
}
