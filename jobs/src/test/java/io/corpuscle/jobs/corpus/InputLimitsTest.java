package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.HADOOP;
import static io.corpuscle.jobs.corpus.CorpusFolder.compressed;
import static io.corpuscle.jobs.corpus.CorpusFolder.document;
import static io.corpuscle.jobs.corpus.CorpusFolder.ids;
import static io.corpuscle.jobs.corpus.CorpusFolder.suffix;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were made to take a reader's memory or time. */
class InputLimitsTest {
  private static final String DEEP = "[".repeat(101) + "]".repeat(101);

  private final CorpusFolder folder;

  InputLimitsTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bomb.txt.gz", "bomb.fa.gz", "bomb.jsonl.gz"})
  void aBombIsLeftAtTheRatioOfItsContentToItsContainer(String name) throws IOException {
    Files.createDirectories(folder.root());
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(folder.root().resolve(name)))) {
      byte[] nothing = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        out.write(nothing);
      }
    }
    InputLimits limits = limits(InputLimit.DECOMPRESSION_RATIO, 100);

    DocumentException fault = onlyFault(limits);

    assertThat(fault.fault()).isEqualTo(Fault.LIMIT);
    assertThat(fault)
        .hasMessageContaining(
            name + " has more than 100 bytes in its container for each byte as stored")
        .hasMessageContaining("Raise limits.decompressionRatio");
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 21, 1L << 40})
  void aGzipHeaderWithoutEndIsDamage(long bytes) {
    byte[] withName = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
    Configuration hadoop = GeneratedFileSystem.holding(withName, bytes, new byte[0]);
    Corpus corpus = Corpus.scan(hadoop, List.of("generated:///a.txt.gz"), CorpusOptions.DEFAULT);

    try (DocumentOpener opener = new DocumentOpener(hadoop, InputLimits.STANDARD)) {
      assertThatThrownBy(() -> text(opener, corpus.documents().get(0)))
          .isInstanceOf(DocumentException.class)
          .extracting("fault")
          .isEqualTo(Fault.CORRUPT_COMPRESSION);
    }
    assertThat(GeneratedFileSystem.taken()).isLessThan(1_200_000);
  }

  @Test
  void smallFilesMayRepeatThemselves() throws IOException {
    String zeros = "0".repeat(10_000_000);
    folder.with("a.txt.bz2", compressed(Compression.BZIP2, zeros.getBytes(UTF_8)));

    assertThat(text(folder.scan().documents().get(0))).isEqualTo(zeros);
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BZIP2", "ZSTD"})
  void aContainerGivesNoMoreThanItMay(Compression compression) throws IOException {
    folder.with(
        "a.txt" + suffix(compression),
        compressed(compression, "0".repeat(300_000).getBytes(UTF_8)));

    DocumentException fault = onlyFault(limits(InputLimit.DECOMPRESSED_BYTES, 200_000));

    assertThat(fault.fault()).isEqualTo(Fault.LIMIT);
    assertThat(fault)
        .hasMessageContaining("200,000 bytes in its container, decompressed")
        .hasMessageContaining("limits.decompressedBytes");
  }

  @Test
  void aDocumentHasNoMoreTextThanItMay() throws IOException {
    folder
        .with("a.txt", "x".repeat(1_000))
        .with("b.txt", "x".repeat(1_001))
        .with("c.fa", ">fits\nACGT\n>long\n" + "ACGTACGTAC\n".repeat(101))
        .with("d.jsonl", "{\"text\":\"" + "\\n".repeat(1_000) + "\"}\n");
    InputLimits limits = limits(InputLimit.DOCUMENT_BYTES, 1_000);
    Corpus corpus = folder.scan(options(limits));

    try (DocumentOpener opener = new DocumentOpener(HADOOP, limits)) {
      assertThat(text(opener, document(corpus, "a.txt"))).hasSize(1_000);
      assertThat(text(opener, document(corpus, "c.fa#fits"))).isEqualTo("ACGT");
      assertThat(text(opener, document(corpus, "d.jsonl#1"))).hasSize(1_000);
      for (String id : List.of("b.txt", "c.fa#long")) {
        assertThatThrownBy(() -> text(opener, document(corpus, id)))
            .hasMessageContaining("the document '" + id + "' has more than 1,000 bytes of text")
            .hasMessageContaining("Raise limits.documentBytes")
            .extracting("fault")
            .isEqualTo(Fault.LIMIT);
      }
    }
  }

  @Test
  void deepJsonFailsAloneHoweverDeepItIs() throws IOException {
    folder.with(
        "a.jsonl",
        """
        {"id":"deep","meta":%s,"text":"a"}
        {"id":"deeper","meta":%s
        {"id":"deep text","text":%s}
        {"id":"flat","meta":[[1]],"text":"b"}
        """
            .formatted(DEEP, "[".repeat(1_000_000), DEEP));

    Corpus corpus = folder.scan();

    assertThat(ids(corpus))
        .containsExactly("a.jsonl#deep", "a.jsonl#deeper", "a.jsonl#deep text", "a.jsonl#flat");
    for (DocumentRef deep : corpus.documents().subList(0, 3)) {
      assertThat(CorpusFolder.fault(deep))
          .hasMessageContaining("has more than 100 levels of objects and arrays")
          .hasMessageContaining("Raise limits.jsonDepth")
          .extracting("fault")
          .isEqualTo(Fault.LIMIT);
    }
    assertThat(text(corpus.documents().get(3))).isEqualTo("b");
  }

  @Test
  void namesThatWouldFillMemoryAreMalformed() throws IOException {
    String name = "n".repeat(5_000_000);
    folder
        .with(
            "a.jsonl",
            """
            {"id":"%s","text":"a"}
            {"id":"%s","text":"a"}
            {"%s":1,"text":"a"}
            {"id":%s,"text":"a"}
            {"id":"short","text":"b"}
            """
                .formatted(name, "ü".repeat(4_000), name, "1".repeat(5_000)))
        .with("b.fa", ">" + name + " x\nACGT\n>" + "n".repeat(4_096) + "\nGG\n");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus))
        .containsExactly(
            "a.jsonl#1",
            "a.jsonl#2",
            "a.jsonl#3",
            "a.jsonl#4",
            "a.jsonl#short",
            "b.fa#1",
            "b.fa#" + "n".repeat(4_096));
    for (int i : List.of(0, 1, 2, 3, 5)) {
      assertThat(CorpusFolder.fault(corpus.documents().get(i)))
          .hasMessageContaining("more than 4,096 bytes in a name, an id or a number")
          .hasMessageContaining("limits.nameBytes")
          .hasMessageNotContaining("nnnn")
          .extracting("fault")
          .isEqualTo(Fault.MALFORMED_RECORD);
    }
    assertThat(text(corpus.documents().get(6))).isEqualTo("GG");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl", "b.fa"})
  void aFileOfTooManyRecordsIsReadAsFarAsItMayGo(String name) throws IOException {
    folder.with(name, (name.endsWith("fa") ? ">\nACGT\n" : "{\"text\":\"ACGT\"}\n").repeat(12));

    Corpus corpus = folder.scan(options(limits(InputLimit.RECORDS, 10)));

    assertThat(ids(corpus)).hasSize(11).contains(name + "#1", name + "#10").endsWith(name);
    assertThat(CorpusFolder.fault(document(corpus, name)))
        .hasMessageContaining(name + " has more than 10 records")
        .hasMessageContaining("Raise limits.records")
        .extracting("fault")
        .isEqualTo(Fault.LIMIT);
  }

  @Test
  void aLineIsAsLongAsItMayBe() throws IOException {
    String fits = "{\"text\":\"" + "x".repeat(89) + "\"}";
    assertThat(fits).hasSize(100);
    folder.with("a.jsonl", fits + "\n" + fits.replace("{", "{ ") + "\n" + fits + "\n");

    Corpus corpus = folder.scan(options(limits(InputLimit.LINE_BYTES, 100)));

    assertThat(ids(corpus)).containsExactly("a.jsonl#1", "a.jsonl");
    assertThat(CorpusFolder.fault(document(corpus, "a.jsonl")))
        .hasMessageContaining("a.jsonl: line 2 has more than 100 bytes in one line")
        .hasMessageContaining("Raise limits.lineBytes")
        .extracting("fault")
        .isEqualTo(Fault.LIMIT);
  }

  @Test
  void aLineThatIsTooLongIsNotReadToItsEnd() {
    Configuration hadoop =
        GeneratedFileSystem.holding(
            "{\"text\":\"".getBytes(UTF_8), 1L << 40, "\"}".getBytes(UTF_8));

    Corpus corpus = scanGenerated(hadoop, options(limits(InputLimit.LINE_BYTES, 1_000_000)));

    assertThat(ids(corpus)).containsExactly("a.jsonl");
    assertThat(GeneratedFileSystem.taken()).isLessThan(1_200_000);
  }

  @Test
  void aLineOfAGigabyteIsScannedInBoundedMemory() {
    Configuration hadoop =
        GeneratedFileSystem.holding(
            "{\"text\":\"".getBytes(UTF_8), 1L << 30, "\"}".getBytes(UTF_8));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());

    Corpus corpus = scanGenerated(hadoop, CorpusOptions.DEFAULT);

    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(corpus.documents())
        .singleElement()
        .satisfies(document -> assertThat(document.textBytes()).isEqualTo(1L << 30));
    assertThat(allocated).isPositive().isLessThan(32L << 20);
  }

  @Test
  void aLimitBelowOneOrBeyondItsRangeIsRefused() {
    assertThatThrownBy(() -> limits(InputLimit.RECORDS, 0))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("'limits.records' is 0 and must be from 1 to");
    assertThatThrownBy(() -> limits(InputLimit.JSON_DEPTH, 10_001))
        .hasMessageContaining("'limits.jsonDepth' is 10001 and must be from 1 to 10000");
  }

  private DocumentException onlyFault(InputLimits limits) {
    Corpus corpus = folder.scan(options(limits));
    DocumentRef last = corpus.documents().get(corpus.documents().size() - 1);
    try (DocumentOpener opener = new DocumentOpener(HADOOP, limits)) {
      return catchThrowableOfType(DocumentException.class, () -> text(opener, last));
    }
  }

  private static Corpus scanGenerated(Configuration hadoop, CorpusOptions options) {
    return Corpus.scan(hadoop, List.of("generated:///a.jsonl"), options);
  }

  private static InputLimits limits(InputLimit limit, long value) {
    return InputLimits.of(Map.of(limit, value));
  }

  private static CorpusOptions options(InputLimits limits) {
    return new CorpusOptions("id", "text", Optional.empty(), DeclaredEncoding.AUTO, limits);
  }
}
