package io.corpuscle.jobs.corpus;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An archive: every member that is a file of a known format is as such a file below a folder of the
 * archive's name. Nothing is ever extracted to a disk. Names that begin with {@code _} or {@code .}
 * are other programs' bookkeeping there too; folders, links and devices are no files. An archive in
 * an archive is opened as deep as a limit allows.
 */
final class Archive implements RecordFormat {
  private final Format format;

  /**
   * @param format what kind of archive
   */
  Archive(Format format) {
    this.format = format;
  }

  @Override
  public void scan(
      CorpusFile file,
      Supplier<DecodedFile> opened,
      CorpusOptions options,
      FoundDocuments.InFile found) {
    if (file.members().size() >= options.limits().of(InputLimit.ARCHIVE_DEPTH)) {
      throw options.limits().exceeded(InputLimit.ARCHIVE_DEPTH, file.place());
    }
    try (ArchiveMembers members = new ArchiveMembers(opened.get(), format, file.members())) {
      while (members.next()) {
        found.member();
        new AtMember(file, members, options, found).scan();
      }
    }
  }

  @Override
  public DocumentBytes text(DecodedFile file, DocumentRef.Located document, InputLimits limits) {
    throw new IllegalStateException("An archive is no document: " + document.docId());
  }

  /** The member at hand. */
  private record AtMember(
      CorpusFile archive,
      ArchiveMembers members,
      CorpusOptions options,
      FoundDocuments.InFile found) {

    void scan() {
      String name = MemberName.safe(members.name());
      if (members.isFolder()) {
        return;
      }
      if (members.isSpecial()) {
        found.skip(name);
      } else if (name.getBytes(StandardCharsets.UTF_8).length
          > options.limits().of(InputLimit.NAME_BYTES)) {
        nameTooLong();
      } else if (!CorpusListing.hidden(name)) {
        Optional<Format> format = Format.of(name, options.format());
        if (format.isEmpty()) {
          found.skip(name);
        } else {
          scan(format.get(), name);
        }
      }
    }

    private void nameTooLong() {
      found.failedRecord(
          "",
          members.ordinal(),
          Fault.MALFORMED_RECORD,
          options
              .limits()
              .message(
                  InputLimit.NAME_BYTES,
                  String.format(
                      Locale.ROOT, "%s: member %,d", archive.place(), members.ordinal())));
    }

    private void scan(Format format, String name) {
      Member member =
          new Member(archive.format(), members.ordinal(), name, Compression.ofFileName(name));
      CorpusFile file = archive.member(format, member);
      FoundDocuments.InFile inMember = found.in(file, member);
      try (FileOnce content = new FileOnce(() -> members.member(file, member))) {
        requireSupported(file);
        format.records().scan(file, content, options, inMember);
      } catch (DocumentException e) {
        inMember.failedFile(e);
      }
    }

    private void requireSupported(CorpusFile file) {
      members
          .unsupported()
          .ifPresent(
              what -> {
                throw new DocumentException(
                    Fault.UNSUPPORTED_CONTAINER,
                    String.format(
                        Locale.ROOT,
                        "%s %s, which is not read. Pack it again as deflate and without a password.",
                        file.place(),
                        what));
              });
    }
  }
}
