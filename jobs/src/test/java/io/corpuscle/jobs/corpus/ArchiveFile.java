package io.corpuscle.jobs.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/** Makes an archive, member by member. */
interface ArchiveFile {

  static ArchiveFile of(Format format) {
    return format == Format.TAR ? new Tar() : new Zip();
  }

  ArchiveFile with(String name, byte[] content);

  default ArchiveFile with(String name, String content) {
    return with(name, content.getBytes(UTF_8));
  }

  byte[] bytes();

  /** With names of any length. */
  final class Tar implements ArchiveFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    Tar() {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    @Override
    public ArchiveFile with(String name, byte[] content) {
      return with(new TarArchiveEntry(name, true), content);
    }

    Tar with(TarArchiveEntry entry, byte[] content) {
      try {
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }

    @Override
    public byte[] bytes() {
      try {
        tar.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }

  /** Every second member with its length behind it, as programs that write a stream have it. */
  final class Zip implements ArchiveFile {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes);
    private int members;

    @Override
    public ArchiveFile with(String name, byte[] content) {
      ZipArchiveEntry entry = new ZipArchiveEntry(name);
      if (members++ % 2 == 0) {
        entry.setMethod(ZipMethod.STORED.getCode());
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
      }
      try {
        zip.putArchiveEntry(entry);
        zip.write(content);
        zip.closeArchiveEntry();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }

    @Override
    public byte[] bytes() {
      try {
        zip.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }
}
