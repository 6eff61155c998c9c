package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.HADOOP;
import static io.corpuscle.jobs.corpus.CorpusFolder.compressed;
import static io.corpuscle.jobs.corpus.CorpusFolder.document;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.ids;
import static io.corpuscle.jobs.corpus.CorpusFolder.joined;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static io.corpuscle.jobs.corpus.CorpusFolder.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DocumentOpenerTest {
  private static final String PROSE =
      new Random(1)
          .ints(40_000, 0, 5_000)
          .mapToObj(Integer::toString)
          .collect(Collectors.joining(" "));

  private final CorpusFolder folder;

  DocumentOpenerTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  static String suffix(Compression compression) {
    return switch (compression) {
      case NONE -> "";
      case GZIP -> ".gz";
      case BZIP2 -> ".bz2";
      case ZSTD -> ".zst";
    };
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatIsReadInEveryCompression(Compression compression) throws IOException {
    String end = suffix(compression);
    folder
        .with("a.txt" + end, compressed(compression, PROSE.getBytes(UTF_8)))
        .with("b.fa" + end, compressed(compression, ">x\nACGT\n>y\nGG\n".getBytes(UTF_8)))
        .with(
            "c.jsonl" + end.toUpperCase(java.util.Locale.ROOT),
            compressed(compression, "{\"text\":\"one\"}\n{\"text\":\"two\"}\n".getBytes(UTF_8)));

    assertThat(texts(folder.scan())).containsExactly(PROSE, "ACGT", "GG", "one", "two");
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void everyMemberOfACompressedFileIsRead(Compression compression) throws IOException {
    byte[] whole = PROSE.getBytes(UTF_8);
    byte[] first = compressed(compression, Arrays.copyOf(whole, 100_001));
    byte[] nothing = compressed(compression, new byte[0]);
    byte[] rest = compressed(compression, Arrays.copyOfRange(whole, 100_001, whole.length));
    folder.with("a.txt" + suffix(compression), joined(first, nothing, rest));

    assertThat(texts(folder.scan())).containsExactly(PROSE);
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

  @Test
  void documentsCanBeOpenedInAnyOrderAndLeftUnfinished() throws IOException {
    String records =
        IntStream.range(0, 500)
            .mapToObj(
                i -> "{\"id\":" + i + ",\"text\":\"" + ("text " + i + " ").repeat(50) + "\"}\n")
            .collect(Collectors.joining());
    for (Compression compression : Compression.values()) {
      folder.with(
          "a.jsonl" + suffix(compression), compressed(compression, records.getBytes(UTF_8)));
    }
    Corpus corpus = folder.scan();

    Random random = new Random(7);
    try (DocumentOpener opener = new DocumentOpener(HADOOP)) {
      for (int i = 0; i < 300; i++) {
        DocumentRef document = corpus.documents().get(random.nextInt(corpus.documents().size()));
        String number = document.docId().substring(document.docId().indexOf('#') + 1);
        InputStream text = opener.open(document);
        byte[] head = text.readNBytes(random.nextInt(40));
        assertThat("text " + number + " text " + number + " text " + number + " ".repeat(40))
            .startsWith(new String(head, 0, Math.min(head.length, 15), UTF_8));
      }
    }
  }

  @Test
  void consecutiveRecordsOfACompressedFileDecompressItOnce() throws Exception {
    String records = ">r%d\nACGTACGTAC\n".repeat(5_000);
    folder.with("a.fa.gz", compressed(Compression.GZIP, records.getBytes(UTF_8)));
    Configuration counting = new Configuration();
    counting.setClass("fs.file.impl", CountingFileSystem.class, FileSystem.class);
    counting.setBoolean("fs.file.impl.disable.cache", true);
    Corpus corpus = Corpus.scan(counting, List.of(folder.root().toString()), CorpusOptions.DEFAULT);
    CountingFileSystem.opened = 0;

    try (DocumentOpener opener = new DocumentOpener(counting)) {
      for (DocumentRef document : corpus.documents()) {
        assertThat(text(opener, document)).isEqualTo("ACGTACGTAC");
      }
    }

    assertThat(corpus.documents()).hasSize(5_000);
    assertThat(CountingFileSystem.opened).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE, feff", "UTF-16BE, feff", "UTF-32LE, feff", "UTF-32BE, feff"})
  void aByteOrderMarkOfAnotherEncodingIsAFaultThatNamesIt(String encoding, String mark)
      throws IOException {
    String text = (char) Integer.parseInt(mark, 16) + "text";
    folder.with("a.txt", text.getBytes(Charset.forName(encoding)));
    folder.with("b.txt.gz", compressed(Compression.GZIP, text.getBytes(Charset.forName(encoding))));
    folder.with("c.fa", text.getBytes(Charset.forName(encoding)));

    for (DocumentRef document : folder.scan().documents()) {
      DocumentException fault = fault(document);
      assertThat(fault.fault()).isEqualTo(Fault.UNSUPPORTED_ENCODING);
      assertThat(fault).hasMessageContaining(document.uri()).hasMessageContaining(encoding);
    }
  }

  @Test
  void anEmptyTextIsADocumentOfNoBytesAndAMarkIsNotText() throws IOException {
    folder.with("a.txt", "").with("b.txt", "\ufeff").with("c.txt", "\ufefftext").with("d.txt", "x");

    assertThat(texts(folder.scan())).containsExactly("", "", "text", "x");
  }

  @Test
  void bytesOfATextThatAreNotUtf8PassAsTheyAre() throws IOException {
    byte[] latin = {'c', 'a', 'f', (byte) 0xe9, 0, (byte) 0xff};
    folder.with("a.txt", latin);

    try (DocumentOpener opener = new DocumentOpener(HADOOP)) {
      assertThat(CorpusFolder.bytes(opener, folder.scan().documents().get(0))).isEqualTo(latin);
    }
  }

  @Test
  void aDigestOfTheStreamIsTheHashOfTheText() throws Exception {
    folder.with("a.fa", ">x\r\nAC\r\nGT\r\n");
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");

    try (DocumentOpener opener = new DocumentOpener(HADOOP);
        InputStream text =
            new DigestInputStream(opener.open(folder.scan().documents().get(0)), sha256)) {
      text.readAllBytes();
    }

    assertThat(HexFormat.of().formatHex(sha256.digest()))
        .isEqualTo(
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("ACGT".getBytes(UTF_8))));
  }

  /** The local file system, counting how often a file is opened. */
  public static final class CountingFileSystem extends RawLocalFileSystem {
    static int opened;

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize)
        throws IOException {
      opened++;
      return super.open(path, bufferSize);
    }
  }
}
