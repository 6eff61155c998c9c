package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.HADOOP;
import static io.corpuscle.jobs.corpus.CorpusFolder.compressed;
import static io.corpuscle.jobs.corpus.CorpusFolder.document;
import static io.corpuscle.jobs.corpus.CorpusFolder.ids;
import static io.corpuscle.jobs.corpus.CorpusFolder.joined;
import static io.corpuscle.jobs.corpus.CorpusFolder.suffix;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static io.corpuscle.jobs.corpus.CorpusFolder.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
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
  private static final String PROSE = CorpusFolder.prose();

  private final CorpusFolder folder;

  DocumentOpenerTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  @ParameterizedTest
  @EnumSource
  void everyFormatIsReadInEveryCompression(Compression compression) throws IOException {
    String end = suffix(compression);
    folder
        .with("a.txt" + end, compressed(compression, PROSE.getBytes(UTF_8)))
        .with("b.fa" + end, compressed(compression, ">x\nACGT\n>y\nGG\n".getBytes(UTF_8)))
        .with(
            "c.jsonl" + end.toUpperCase(Locale.ROOT),
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
    try (DocumentOpener opener = new DocumentOpener(HADOOP, InputLimits.STANDARD)) {
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

    try (DocumentOpener opener = new DocumentOpener(counting, InputLimits.STANDARD)) {
      for (DocumentRef document : corpus.documents()) {
        assertThat(text(opener, document)).isEqualTo("ACGTACGTAC");
      }
    }

    assertThat(corpus.documents()).hasSize(5_000);
    assertThat(CountingFileSystem.opened).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"UTF-16LE, feff", "UTF-16BE, feff", "UTF-32LE, feff", "UTF-32BE, feff"})
  void aByteOrderMarkOfAnotherEncodingDecodesTheText(String encoding, String mark)
      throws IOException {
    String text = (char) Integer.parseInt(mark, 16) + ">é\n文𝄞";
    folder.with("a.txt", text.getBytes(Charset.forName(encoding)));
    folder.with("b.txt.gz", compressed(Compression.GZIP, text.getBytes(Charset.forName(encoding))));
    folder.with("c.fa", text.getBytes(Charset.forName(encoding)));

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.txt", "b.txt.gz", "c.fa#é");
    assertThat(texts(corpus)).containsExactly(">é\n文𝄞", ">é\n文𝄞", "文𝄞");
    try (DocumentOpener opener = new DocumentOpener(HADOOP, InputLimits.STANDARD)) {
      assertThat(corpus.documents())
          .allSatisfy(document -> assertThat(opener.open(document).encoding()).contains(encoding));
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

    try (DocumentOpener opener = new DocumentOpener(HADOOP, InputLimits.STANDARD)) {
      assertThat(CorpusFolder.bytes(opener, folder.scan().documents().get(0))).isEqualTo(latin);
    }
  }

  @Test
  void aDigestOfTheStreamIsTheHashOfTheText() throws Exception {
    folder.with("a.fa", ">x\r\nAC\r\nGT\r\n");
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");

    try (DocumentOpener opener = new DocumentOpener(HADOOP, InputLimits.STANDARD);
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
