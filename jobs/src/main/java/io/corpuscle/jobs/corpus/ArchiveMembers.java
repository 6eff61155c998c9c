package io.corpuscle.jobs.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.corpuscle.engine.text.DocumentException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.utils.ChecksumVerifyingInputStream;

/**
 * The members of an archive, one after another. A zip archive is read from its front as well, by
 * the headers of its members and not by the directory at its end: so what lies before damage is
 * read, an archive may be compressed or in another one, and memory does not grow with the number of
 * members.
 */
final class ArchiveMembers implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final DecodedFile archive;
  private final Format format;
  private final List<Member> way;
  private final ArchiveBytes bytes;
  private final ArchiveInputStream<?> entries;

  /** Whether it is a zip archive that says of itself that it has no members. */
  private final boolean emptyZip;

  private Optional<ArchiveEntry> entry = Optional.empty();
  private long ordinal = -1;

  /**
   * @param archive at its first byte; it is closed with this
   * @param format what kind of archive it is
   * @param way to the archive from what is stored, itself the last; empty if it is what is stored
   * @throws DocumentException if it is no such archive
   */
  ArchiveMembers(DecodedFile archive, Format format, List<Member> way) {
    this.archive = archive;
    this.format = format;
    this.way = List.copyOf(way);
    String head = new String(archive.head(4), ISO_8859_1);
    // What does not begin as a zip archive has no members for the library, and no fault either.
    if (format == Format.ZIP && !head.startsWith("PK")) {
      throw archive.failed(new IOException("it does not begin as a zip archive does"));
    }
    this.emptyZip = head.equals("PK\5\6");
    this.bytes = new ArchiveBytes(archive);
    this.entries =
        format == Format.ZIP
            ? new ZipArchiveInputStream(bytes)
            : new TarArchiveInputStream(bytes, "UTF-8");
  }

  /** Whether a file is a member of this archive, or of one in it, and still to come. */
  boolean reaches(CorpusFile file) {
    return archive.reaches(archive.position())
        && file.uri().equals(archive.file().uri())
        && file.members().size() > way.size()
        && file.members().subList(0, way.size()).equals(way)
        && file.members().get(way.size()).ordinal() > ordinal;
  }

  /**
   * Moves to the next member, whatever it is; false after the last.
   *
   * @throws DocumentException if the archive is damaged or ends early
   */
  boolean next() {
    try {
      pass();
      if (format == Format.TAR && (entry.isEmpty() || unsupported().isEmpty())) {
        bytes.beginHeader();
      }
      entry = Optional.ofNullable(entries.getNextEntry());
      bytes.endHeader();
      if (entry.isEmpty()) {
        requireEnd();
      }
    } catch (IOException | RuntimeException e) {
      throw archive.failed(e);
    }
    ordinal++;
    return entry.isPresent();
  }

  /** For the library, a zip archive that breaks off between members, or has none, is at its end. */
  private void requireEnd() throws IOException {
    if (format == Format.ZIP && (!bytes.directoryEnds() || ordinal < 0 && !emptyZip)) {
      throw new EOFException("it ends before its directory");
    }
  }

  /**
   * Leaves the member at hand behind. The library would do it, too, but expand one whose length
   * stands behind it without any limit, and read a tar archive's on together with the next header,
   * whose length is limited here.
   */
  private void pass() throws IOException {
    if (entry.isPresent()
        && unsupported().isEmpty()
        && !(entry.get() instanceof ZipArchiveEntry zip
            && !zip.getGeneralPurposeBit().usesDataDescriptor())) {
      byte[] rest = new byte[BUFFER];
      try (InputStream content = content()) {
        while (content.read(rest, 0, rest.length) >= 0) {
          // Only the end is wanted.
        }
      }
    }
  }

  /** The place of the member at hand, from 0. */
  long ordinal() {
    return ordinal;
  }

  /** The name of the member at hand, as it stands in the archive. */
  String name() {
    return entry.orElseThrow().getName();
  }

  boolean isFolder() {
    return entry.orElseThrow().isDirectory();
  }

  /** Whether the member at hand is no file and no folder but a link or a device. */
  boolean isSpecial() {
    return entry.orElseThrow() instanceof TarArchiveEntry tar
        && (tar.isSymbolicLink()
            || tar.isLink()
            || tar.isCharacterDevice()
            || tar.isBlockDevice()
            || tar.isFIFO());
  }

  /** Why the content of the member at hand cannot be read, if it cannot. */
  Optional<String> unsupported() {
    ArchiveEntry at = entry.orElseThrow();
    if (at instanceof ZipArchiveEntry zip) {
      if (zip.getGeneralPurposeBit().usesEncryption()) {
        return Optional.of("is encrypted");
      }
      if (!entries.canReadEntryData(zip)) {
        return Optional.of(
            zip.getMethod() == ZipArchiveEntry.STORED
                ? "is stored without compression and with its length behind it"
                : String.format(Locale.ROOT, "is compressed by method %d of zip", zip.getMethod()));
      }
    } else if (at instanceof TarArchiveEntry tar && tar.isSparse()) {
      return Optional.of("is a sparse file");
    }
    return Optional.empty();
  }

  /**
   * A member that this archive {@link #reaches}, or that is at hand and has not been read.
   *
   * @throws DocumentException if the archive breaks off before it
   */
  DecodedFile member(CorpusFile file, Member member) {
    while (ordinal < member.ordinal()) {
      if (!next()) {
        throw archive.failed(new EOFException("it has no member " + member.ordinal()));
      }
    }
    return archive.member(file, content(), member.compression());
  }

  private InputStream content() {
    InputStream content = new MemberBytes(entries);
    if (entry.orElseThrow() instanceof ZipArchiveEntry zip) {
      content = new BoundedContainer(content, archive.expansion());
      if (!zip.getGeneralPurposeBit().usesDataDescriptor()) {
        content =
            new ChecksumVerifyingInputStream(new CRC32(), content, zip.getSize(), zip.getCrc());
      }
    }
    return content;
  }

  @Override
  public void close() {
    try {
      entries.close();
    } catch (IOException e) {
      // What was wanted of the archive has been read.
    }
    archive.close();
  }
}
