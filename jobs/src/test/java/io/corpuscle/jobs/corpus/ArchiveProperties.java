package io.corpuscle.jobs.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.text.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ArchiveProperties {
  private static final List<Format> KINDS = List.of(Format.TAR, Format.ZIP);

  /** Members of any bytes come out as they went in, however the archive is compressed. */
  @Property(tries = 60)
  void membersComeOutAsTheyWentIn(@ForAll long seed, @ForAll Compression compression)
      throws IOException {
    Random random = new Random(seed);
    Format kind = KINDS.get(random.nextInt(2));
    ArchiveFile archive = ArchiveFile.of(kind);
    List<byte[]> contents = new ArrayList<>();
    for (int i = random.nextInt(20); i >= 0; i--) {
      // Not a byte order mark: that is no text.
      byte[] content = new byte[random.nextInt(10) == 0 ? 100_000 : random.nextInt(2_000)];
      random.nextBytes(content);
      for (int j = 0; j < content.length; j++) {
        content[j] &= 0x7f;
      }
      archive.with("folder/".repeat(random.nextInt(30)) + i + ".txt", content);
      contents.add(content);
    }

    withArchive(
        kind,
        compression,
        CorpusFolder.compressed(compression, archive.bytes()),
        corpus -> {
          List<byte[]> read = new ArrayList<>();
          try (DocumentOpener opener =
              new DocumentOpener(CorpusFolder.HADOOP, InputLimits.STANDARD)) {
            corpus.documents().forEach(d -> read.add(CorpusFolder.bytes(opener, d)));
          }
          assertThat(read).containsExactlyElementsOf(contents);
        });
  }

  /** An archive that is damaged anywhere gives documents and faults, and nothing else. */
  @Property(tries = 200)
  void noDamageMakesTheScanOrTheOpenerFail(@ForAll long seed, @ForAll Compression compression)
      throws IOException {
    Random random = new Random(seed);
    Format kind = KINDS.get(random.nextInt(2));
    byte[] archive =
        ArchiveFile.of(kind)
            .with("a.txt", "text".repeat(random.nextInt(500)))
            .with("b.jsonl", "{\"text\":\"b\"}\n".repeat(random.nextInt(50)))
            .with("c.fa", ">x\nACGT\n".repeat(random.nextInt(50)))
            .with("d.xml", "<x>d</x>")
            .bytes();
    byte[] stored = CorpusFolder.compressed(compression, damaged(archive, random));

    withArchive(
        kind,
        compression,
        random.nextBoolean() ? stored : damaged(stored, random),
        corpus -> {
          assertThat(CorpusFolder.ids(corpus)).doesNotHaveDuplicates();
          try (DocumentOpener opener =
              new DocumentOpener(CorpusFolder.HADOOP, InputLimits.STANDARD)) {
            for (DocumentRef document : corpus.documents()) {
              try {
                CorpusFolder.bytes(opener, document);
              } catch (DocumentException e) {
                assertThat(e).hasMessageContaining(document.uri());
              }
            }
          }
        });
  }

  private static byte[] damaged(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    return damaged;
  }

  /** What is done with a corpus. */
  private interface Use {
    void of(Corpus corpus) throws IOException;
  }

  /** jqwik has no temporary folders; this is one, for the time of a call. */
  private static void withArchive(Format kind, Compression compression, byte[] stored, Use use)
      throws IOException {
    Path root = Files.createTempDirectory("archive");
    Path file = root.resolve("file." + kind + CorpusFolder.suffix(compression));
    try {
      Files.write(file, stored);
      use.of(new CorpusFolder(root).scan());
    } finally {
      Files.deleteIfExists(file);
      Files.delete(root);
    }
  }
}
