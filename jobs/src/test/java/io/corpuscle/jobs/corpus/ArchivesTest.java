package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.compressed;
import static io.corpuscle.jobs.corpus.CorpusFolder.document;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.ids;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static io.corpuscle.jobs.corpus.CorpusFolder.texts;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ArchivesTest {
  private static final String PROSE = CorpusFolder.prose();

  private final CorpusFolder folder;

  ArchivesTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  private static ArchiveFile library(Format format) throws IOException {
    return ArchiveFile.of(format)
        .with("law/a.txt", "a law")
        .with("notes.md", "no document")
        .with("law/é/b.jsonl", "{\"id\":\"x\",\"text\":\"x law\"}\n{\"text\":\"line 2\"}\n")
        .with("c.txt.gz", compressed(Compression.GZIP, PROSE.getBytes(UTF_8)))
        .with("__MACOSX/._a.txt", "bookkeeping")
        .with("./d.fa", ">one\nAC\nGT\n>two\nTT\n")
        .with("e.html", "<p>e");
  }

  @ParameterizedTest
  @CsvSource({
    "a.tar, TAR, NONE",
    "a.tgz, TAR, GZIP",
    "a.tar.bz2, TAR, BZIP2",
    "a.tzst, TAR, ZSTD",
    "a.zip, ZIP, NONE",
    "a.zip.gz, ZIP, GZIP"
  })
  void membersAreAsFilesOfTheirFormatsBelowTheArchive(
      String name, Format format, Compression compression) throws IOException {
    folder.with("in/" + name, compressed(compression, library(format).bytes()));

    Corpus corpus = folder.scan();

    String at = "in/" + name + "/";
    assertThat(ids(corpus))
        .containsExactly(
            at + "law/a.txt",
            at + "law/é/b.jsonl#x",
            at + "law/é/b.jsonl#2",
            at + "c.txt.gz",
            at + "d.fa#one",
            at + "d.fa#two",
            at + "e.html");
    List<String> expected = List.of("a law", "x law", "line 2", PROSE, "ACGT", "TT", "e");
    assertThat(texts(corpus)).isEqualTo(expected);
    // In any other order too, and each alone.
    for (int i = expected.size() - 1; i >= 0; i--) {
      assertThat(text(corpus.documents().get(i))).isEqualTo(expected.get(i));
    }
    assertThat(corpus.skipped()).hasSize(1).allMatch(skipped -> skipped.endsWith("/notes.md"));
    assertThat(corpus.documents().get(3).textBytes()).isEqualTo(PROSE.length());
  }

  @Test
  void documentsOfAnArchiveInOrderOpenItOnce() throws IOException {
    ArchiveFile.Tar tar = new ArchiveFile.Tar();
    for (int i = 0; i < 200; i++) {
      tar.with(i + ".txt", "text " + i);
    }
    folder.with("a.tgz", compressed(Compression.GZIP, tar.bytes()));
    Corpus corpus = folder.scan();

    try (DocumentOpener opener = new DocumentOpener(CorpusFolder.HADOOP, InputLimits.STANDARD)) {
      assertThat(text(opener, corpus.documents().get(0))).isEqualTo("text 0");
      // Only an archive that is open already can be read on: there is none to be opened any more.
      Files.delete(folder.root().resolve("a.tgz"));
      assertThat(text(opener, corpus.documents().get(7))).isEqualTo("text 7");
      assertThat(text(opener, corpus.documents().get(199))).isEqualTo("text 199");
      assertThat(corpus.documents().get(3)).extracting(CorpusFolder::fault).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TAR", "ZIP"})
  void namesThatLeadElsewhereAreIdsAndNoPaths(Format format) throws IOException {
    folder.with(
        "a." + format,
        ArchiveFile.of(format)
            .with("../../up.txt", "1")
            .with("/etc/passwd.txt", "2")
            .with("c:\\d\\e.txt", "3")
            .with("bell\u0007\u202e.txt", "4")
            .with("x/../y.txt", "5")
            .with("x//z.txt", "6")
            .bytes());

    Corpus corpus = folder.scan();

    String at = "a." + format + "/";
    if (format == Format.TAR) {
      assertThat(ids(corpus))
          .containsExactly(
              at + "%2E%2E/%2E%2E/up.txt",
              at + "%2F/etc/passwd.txt",
              at + "c:%5Cd%5Ce.txt",
              at + "bell%07%E2%80%AE.txt",
              at + "x/%2E%2E/y.txt",
              at + "x/%2F/z.txt");
    }
    assertThat(ids(corpus)).allMatch(id -> id.startsWith(at) && !id.contains("/../"));
    assertThat(texts(corpus)).containsExactly("1", "2", "3", "4", "5", "6");
    try (Stream<Path> files = Files.walk(folder.root())) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void linksAndDevicesAreSkippedAndSaid() throws IOException {
    folder.with(
        "a.tar",
        new ArchiveFile.Tar()
            .with(link("l.txt", TarConstants.LF_SYMLINK), new byte[0])
            .with("a.txt", "a")
            .with("folder/", new byte[0])
            .bytes());

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.tar/a.txt");
    assertThat(corpus.skipped()).hasSize(1).allMatch(uri -> uri.endsWith("a.tar/l.txt"));
  }

  private static TarArchiveEntry link(String name, byte kind) {
    TarArchiveEntry link = new TarArchiveEntry(name, kind);
    link.setLinkName("/etc/passwd");
    return link;
  }

  @Test
  void anArchiveInAnArchiveIsOpenedAsDeepAsTheLimitAllows() throws IOException {
    byte[] inner =
        compressed(
            Compression.GZIP, new ArchiveFile.Tar().with("x.txt", "x").with("y.txt", "y").bytes());
    folder.with(
        "o.zip",
        new ArchiveFile.Zip()
            .with("a.txt", "a")
            .with("i.tgz", inner)
            .with("j.tgz", inner)
            .with("z.txt", "z")
            .bytes());

    Corpus corpus = folder.scan();
    Corpus deep = folder.scan(limited(InputLimit.ARCHIVE_DEPTH, 2));

    assertThat(ids(corpus))
        .containsExactly("o.zip/a.txt", "o.zip/i.tgz", "o.zip/j.tgz", "o.zip/z.txt");
    assertThat(fault(document(corpus, "o.zip/i.tgz")))
        .hasMessageContaining("o.zip/i.tgz")
        .hasMessageContaining("Raise limits.archiveDepth")
        .extracting("fault")
        .isEqualTo(Fault.LIMIT);
    assertThat(texts(deep)).containsExactly("a", "x", "y", "x", "y", "z");
    for (int i : new int[] {5, 4, 2, 1, 3, 0}) {
      assertThat(text(deep.documents().get(i))).isEqualTo(texts(deep).get(i));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TAR, NONE, 700",
    "TAR, GZIP, -9",
    "TAR, ZSTD, -9",
    "ZIP, NONE, 700",
    "ZIP, NONE, -4"
  })
  void whatLiesBeforeDamageIsReadAndARowSaysSo(Format format, Compression compression, int at)
      throws IOException {
    byte[] whole =
        compressed(
            compression,
            ArchiveFile.of(format)
                .with("a.txt", "a")
                .with("b.txt", PROSE)
                .with("c.txt", "c")
                .bytes());
    String name = "x." + format + CorpusFolder.suffix(compression);
    folder.with(
        name, Arrays.copyOf(whole, at > 0 ? format == Format.TAR ? 2_000 : at : whole.length + at));

    Corpus corpus = folder.scan();

    assertThat(text(document(corpus, name + "/a.txt"))).isEqualTo("a");
    assertThat(fault(document(corpus, name)))
        .hasMessageContaining("damaged or ends early")
        .extracting("fault")
        .isEqualTo(Fault.CORRUPT_COMPRESSION);
  }

  @Test
  void aZipThatBreaksOffBetweenMembersOrIsNoneIsAFault() throws IOException {
    byte[] zip = new ArchiveFile.Zip().with("a.txt", "a").with("b.txt", "b").bytes();
    int second = new String(zip, ISO_8859_1).indexOf("PK\3\4", 1);
    folder
        .with("cut.zip", Arrays.copyOf(zip, second))
        .with("empty.zip", new ArchiveFile.Zip().bytes())
        .with("none.zip", "no archive at all");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("cut.zip/a.txt", "cut.zip", "none.zip");
    assertThat(fault(document(corpus, "cut.zip")).fault()).isEqualTo(Fault.CORRUPT_COMPRESSION);
    assertThat(fault(document(corpus, "none.zip")).fault()).isEqualTo(Fault.CORRUPT_COMPRESSION);
  }

  @Test
  void aMemberThatIsNotWhatItsChecksumSaysIsAFaultAndTheOthersAreRead() throws IOException {
    byte[] zip =
        new ArchiveFile.Zip().with("a.txt", "first").with("b.txt", "b").with("c.txt", "c").bytes();
    int text = new String(zip, ISO_8859_1).indexOf("first");
    zip[text] = 'w';
    folder.with("x.zip", zip);

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("x.zip/a.txt", "x.zip/b.txt", "x.zip/c.txt");
    assertThat(fault(document(corpus, "x.zip/a.txt")).fault()).isEqualTo(Fault.CORRUPT_COMPRESSION);
    assertThat(text(document(corpus, "x.zip/b.txt"))).isEqualTo("b");
  }

  @Test
  void capsCountOverTheArchiveAsAWhole() throws IOException {
    ArchiveFile.Zip zip = new ArchiveFile.Zip();
    for (int i = 0; i < 10; i++) {
      zip.with(i + ".txt", "0".repeat(1_000));
    }
    folder.with("a.zip", zip.bytes());

    Corpus few = folder.scan(limited(InputLimit.RECORDS, 4));
    Corpus small = folder.scan(limited(InputLimit.DECOMPRESSED_BYTES, 4_500));

    assertThat(ids(few))
        .containsExactly("a.zip/0.txt", "a.zip/1.txt", "a.zip/2.txt", "a.zip/3.txt", "a.zip");
    assertThat(fault(document(few, "a.zip"))).hasMessageContaining("Raise limits.records");
    assertThat(text(document(small, "a.zip/3.txt"))).hasSize(1_000);
    assertThat(fault(document(small, "a.zip/4.txt")))
        .hasMessageContaining("limits.decompressedBytes")
        .extracting("fault")
        .isEqualTo(Fault.LIMIT);
  }

  @Test
  void aNameWithoutEndTakesNoMemory() throws IOException {
    folder.with(
        "a.tar",
        new ArchiveFile.Tar()
            .with(new TarArchiveEntry("a.txt"), "a".getBytes(UTF_8))
            .with(
                new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME),
                new byte[5 << 20])
            .with("b.txt", "b")
            .bytes());

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.tar/a.txt", "a.tar");
  }

  @ParameterizedTest
  @EnumSource(names = {"TAR", "ZIP"})
  void membersOfNoFormatMayBeLarge(Format format) throws IOException {
    byte[] large = new byte[5 << 20];
    new Random(3).nextBytes(large);
    folder.with(
        "a." + format,
        ArchiveFile.of(format)
            .with("stored.bin", large)
            .with("packed.bin", large)
            .with("a.txt", "a")
            .bytes());

    assertThat(texts(folder.scan())).containsExactly("a");
  }

  @Test
  void aFormatThatIsAskedForIsThatOfMembers() throws IOException {
    folder.with("a.zip", new ArchiveFile.Zip().with("README", "r").with("b.fa", ">x\nA").bytes());

    Corpus corpus = folder.scan(CorpusFolder.as(Format.TEXT));

    assertThat(texts(corpus)).containsExactly("r", ">x\nA");
  }

  private static CorpusOptions limited(InputLimit limit, long value) {
    return new CorpusOptions(
        "id",
        "text",
        Optional.empty(),
        DeclaredEncoding.AUTO,
        InputLimits.of(Map.of(limit, value)));
  }
}
