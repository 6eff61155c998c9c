package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.compressed;
import static io.corpuscle.jobs.corpus.CorpusFolder.document;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.ids;
import static io.corpuscle.jobs.corpus.CorpusFolder.joined;
import static io.corpuscle.jobs.corpus.CorpusFolder.suffix;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are damaged, end early or stop answering while they are read. */
class DamagedFilesTest {
  private static final String PROSE = CorpusFolder.prose();

  private final CorpusFolder folder;

  DamagedFilesTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP, 1",
    "GZIP, 4",
    "GZIP, 9",
    "GZIP, 5000",
    "GZIP, -1",
    "GZIP, -8",
    "BZIP2, 1",
    "BZIP2, 3",
    "BZIP2, 5000",
    "BZIP2, -1",
    "BZIP2, -8",
    "ZSTD, 1",
    "ZSTD, 3",
    "ZSTD, 5000",
    "ZSTD, -1",
    "ZSTD, -8"
  })
  void aCompressedFileThatEndsEarlyIsAFaultWhereverItEnds(Compression compression, int at)
      throws IOException {
    byte[] whole = compressed(compression, PROSE.getBytes(UTF_8));
    int length = at > 0 ? at : whole.length + at;
    folder.with("a.txt" + suffix(compression), Arrays.copyOf(whole, length));
    folder.with("member.txt" + suffix(compression), joined(whole, Arrays.copyOf(whole, length)));

    for (DocumentRef document : folder.scan().documents()) {
      DocumentException fault = fault(document);
      assertThat(fault.fault()).isEqualTo(Fault.CORRUPT_COMPRESSION);
      assertThat(fault)
          .hasMessageContaining(document.uri() + " is damaged or ends early")
          .hasMessageContaining(compression.name());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void anEmptyOrForeignFileIsNoContainer(Compression compression) throws IOException {
    folder
        .with("empty.txt" + suffix(compression), "")
        .with("foreign.txt" + suffix(compression), "this was never compressed")
        .with("z.fa" + suffix(compression), "")
        .with(
            "trailing.txt" + suffix(compression),
            joined(compressed(compression, "fine".getBytes(UTF_8)), "garbage".getBytes(UTF_8)));

    Corpus corpus = folder.scan();

    assertThat(corpus.documents()).hasSize(4);
    for (DocumentRef document : corpus.documents()) {
      assertThat(fault(document).fault()).isEqualTo(Fault.CORRUPT_COMPRESSION);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void aDamagedByteIsAFault(Compression compression) throws IOException {
    byte[] bytes = compressed(compression, PROSE.getBytes(UTF_8));
    for (int i = 0; i < 5; i++) {
      byte[] damaged = bytes.clone();
      damaged[20 + i * (bytes.length - 30) / 5] ^= 0x10;
      folder.with("a" + i + ".txt" + suffix(compression), damaged);
    }

    for (DocumentRef document : folder.scan().documents()) {
      assertThat(fault(document).fault()).isEqualTo(Fault.CORRUPT_COMPRESSION);
    }
  }

  @Test
  void theRecordsBeforeADamageAreReadAndTheFileHasARowOfItsOwn() throws IOException {
    String records =
        IntStream.range(0, 20_000)
            .mapToObj(
                i -> "{\"id\":" + i + ",\"text\":\"text " + new Random(i).nextLong() + "\"}\n")
            .collect(Collectors.joining());
    byte[] whole = compressed(Compression.GZIP, records.getBytes(UTF_8));
    folder.with("a.jsonl.gz", Arrays.copyOf(whole, whole.length / 2));

    Corpus corpus = folder.scan();

    List<String> ids = ids(corpus);
    assertThat(ids).hasSizeBetween(5_000, 15_000).contains("a.jsonl.gz#0");
    assertThat(ids.get(ids.size() - 1)).isEqualTo("a.jsonl.gz");
    assertThat(fault(document(corpus, "a.jsonl.gz")).fault()).isEqualTo(Fault.CORRUPT_COMPRESSION);
    assertThat(text(document(corpus, "a.jsonl.gz#4000")))
        .isEqualTo("text " + new Random(4_000).nextLong());
  }

  @ParameterizedTest
  @EnumSource
  void aDiskThatStopsAnsweringIsNotTakenForADamagedFile(Compression compression)
      throws IOException {
    folder.with("a.txt" + suffix(compression), compressed(compression, PROSE.getBytes(UTF_8)));
    folder.with(
        "b.fa" + suffix(compression),
        compressed(compression, (">x\nACGT\n>y\n" + PROSE).getBytes(UTF_8)));
    Configuration failing = new Configuration();
    failing.setClass("fs.file.impl", FailingFileSystem.class, FileSystem.class);
    failing.setBoolean("fs.file.impl.disable.cache", true);
    failing.setInt(ReadAttempts.KEY, 2);

    Corpus corpus = Corpus.scan(failing, List.of(folder.root().toString()), CorpusOptions.DEFAULT);

    assertThat(ids(corpus)).contains("a.txt" + suffix(compression), "b.fa" + suffix(compression));
    try (DocumentOpener opener = new DocumentOpener(failing, InputLimits.STANDARD)) {
      for (String id : List.of("a.txt", "b.fa", "a.txt")) {
        DocumentRef document = document(corpus, id + suffix(compression));
        assertThatThrownBy(() -> text(opener, document))
            .isInstanceOf(DocumentException.class)
            .hasMessageContaining(document.uri())
            .hasMessageContaining("the disk is gone")
            .extracting("fault")
            .isEqualTo(Fault.UNREADABLE);
      }
    }
  }

  /** The local file system, on a disk that fails after the first kilobytes of every file. */
  public static final class FailingFileSystem extends RawLocalFileSystem {
    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      FileInputStream file = new FileInputStream(pathToFile(path));
      return new FSDataInputStream(
          new FSInputStream() {
            @Override
            public int read() throws IOException {
              if (getPos() >= 5_000) {
                throw new IOException("the disk is gone");
              }
              return file.read();
            }

            @Override
            public void seek(long position) throws IOException {
              file.getChannel().position(position);
            }

            @Override
            public long getPos() throws IOException {
              return file.getChannel().position();
            }

            @Override
            public boolean seekToNewSource(long position) {
              return false;
            }
          });
    }
  }
}
