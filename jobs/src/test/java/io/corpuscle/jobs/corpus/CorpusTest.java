package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.HADOOP;
import static io.corpuscle.jobs.corpus.CorpusFolder.as;
import static io.corpuscle.jobs.corpus.CorpusFolder.document;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.ids;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.text.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  private final CorpusFolder folder;

  CorpusTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  @Test
  void everyFileBelowAFolderIsFoundInTheOrderOfItsPath() throws IOException {
    folder
        .with("b.txt", "b")
        .with("a/deep/er.txt", "deep")
        .with("a.txt", "a")
        .with("records.jsonl", "{\"id\":\"x\",\"text\":\"t\"}\n")
        .with("genome.fa", ">chr1\nACGT\n");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus))
        .containsExactly("a.txt", "a/deep/er.txt", "b.txt", "genome.fa#chr1", "records.jsonl#x");
    assertThat(corpus.skipped()).isEmpty();
  }

  @Test
  void idsDoNotDependOnWhereTheInputLies() throws IOException {
    CorpusFolder here = new CorpusFolder(folder.root().resolve("here"));
    CorpusFolder there = new CorpusFolder(folder.root().resolve("elsewhere/there"));
    for (CorpusFolder either : List.of(here, there)) {
      either.with("law/a.txt", "a").with("law/b.jsonl", "{\"text\":\"t\"}\n");
    }

    assertThat(ids(here.scan())).isEqualTo(ids(there.scan())).contains("law/b.jsonl#1");
  }

  @Test
  void namesThatBeginWithADotOrUnderscoreAreLeftOut() throws IOException {
    folder
        .with("kept.txt", "k")
        .with("_SUCCESS.txt", "")
        .with(".hidden.txt", "")
        .with("_temporary/0/part.txt", "")
        .with("sub/.git/x.txt", "");

    assertThat(ids(folder.scan())).containsExactly("kept.txt");
  }

  @Test
  void aHiddenFileThatIsNamedIsMeant() throws IOException {
    folder.with("_one.txt", "one");

    Corpus corpus = scan("_one.txt");

    assertThat(ids(corpus)).containsExactly("_one.txt");
  }

  @Test
  void aSingleFileIsNamedByItselfAndAPatternFromItsLastPlainFolder() throws IOException {
    folder.with("y/2024/a.txt", "a").with("y/2025/a.txt", "b").with("y/2025/c.txt.gz", new byte[0]);

    assertThat(ids(scan("y/2024/a.txt"))).containsExactly("a.txt");
    assertThat(ids(scan("y/*/a.txt"))).containsExactly("2024/a.txt", "2025/a.txt");
    assertThat(ids(scan("y/{2025,2026}"))).containsExactly("2025/a.txt", "2025/c.txt.gz");
  }

  @Test
  void aFileWhoseNameLooksLikeAPatternIsTakenByName() throws IOException {
    folder.with("a[1] & b%20?.txt", "odd").with("a1.txt", "plain");

    Corpus corpus = scan("a[1] & b%20?.txt");

    assertThat(ids(corpus)).containsExactly("a[1] & b%20?.txt");
    assertThat(text(corpus.documents().get(0))).isEqualTo("odd");
  }

  @Test
  void twoInputsThatMeetReadAFileOnceAndIdsThatMeetAreNumbered() throws IOException {
    folder.with("one/a.txt", "1").with("two/a.txt", "2");

    Corpus corpus =
        Corpus.scan(HADOOP, List.of(at("one"), at("one/a.txt"), at("two")), CorpusOptions.DEFAULT);

    assertThat(ids(corpus)).containsExactly("a.txt", "a.txt~2");
    assertThat(text(corpus.documents().get(1))).isEqualTo("2");
  }

  @Test
  void filesWhoseNamesTellNoFormatAreListedNotRead() throws IOException {
    folder.with("a.txt", "a").with("notes.md", "m").with("bare", "b").with("x.7z", "no");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.txt");
    assertThat(corpus.skipped())
        .extracting(uri -> uri.substring(uri.lastIndexOf('/') + 1))
        .containsExactly("bare", "notes.md", "x.7z");
  }

  @Test
  void aFormatOfTheConfigurationHoldsForEveryName() throws IOException {
    folder.with("notes.md", "m").with("bare.gz", gzip("bare"));

    Corpus corpus = folder.scan(as(Format.TEXT));

    assertThat(ids(corpus)).containsExactly("bare.gz", "notes.md");
    assertThat(CorpusFolder.texts(corpus)).containsExactly("bare", "m");
  }

  @Test
  void aConfigurationNamesFormatsInLowerCase() {
    assertThat(Format.named("fasta")).isEqualTo(Format.FASTA);
    assertThatThrownBy(() -> Format.named("rtf"))
        .isInstanceOf(CorpusException.class)
        .hasMessage(
            "There is no document format 'rtf'. Formats: text, jsonl, fasta, genbank, html, xml, pdf, tar, zip.");
  }

  @Test
  void anInputThatHoldsNothingButUnknownNamesIsAMistake() throws IOException {
    folder.with("notes.md", "m");

    assertThatThrownBy(folder::scan)
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("1 files whose names tell no format")
        .hasMessageContaining("notes.md")
        .hasMessageContaining("set format");
  }

  @Test
  void anInputThatIsNotThereIsAMistake() {
    assertThatThrownBy(() -> scan("nowhere"))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("nowhere")
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> scan("*.txt"))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("matches nothing");
    assertThatThrownBy(() -> Corpus.scan(HADOOP, List.of("nosuch://host/a"), CorpusOptions.DEFAULT))
        .isInstanceOf(CorpusException.class)
        .hasMessageContaining("nosuch://host/a");
  }

  @Test
  void anEmptyFolderIsAnEmptyCorpus() {
    assertThat(folder.scan().documents()).isEmpty();
  }

  @Test
  void idsStayUniqueWhereRecordsAreCalledLikeNumberedOnes() throws IOException {
    folder.with("a.fa", ">x\nA\n>x~2\nC\n>x\nG\n>x\nT\n>\nA\n>5\nC\n");

    assertThat(ids(folder.scan()))
        .containsExactly("a.fa#x", "a.fa#x~2", "a.fa#x~3", "a.fa#x~4", "a.fa#5", "a.fa#5~2")
        .doesNotHaveDuplicates();
  }

  @Test
  void aFileThatCannotBeReadIsARowAndTheOthersAreFound() throws IOException {
    folder
        .with("a.fa", ">x\nACGT\n")
        .with("b.jsonl", new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xdc})
        .with("c.jsonl", "{\"text\":\"c\"}");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.fa#x", "b.jsonl", "c.jsonl#1");
    assertThat(fault(document(corpus, "b.jsonl")))
        .hasMessageContaining("b.jsonl")
        .hasMessageContaining("UTF-16LE")
        .extracting("fault")
        .isEqualTo(Fault.UNSUPPORTED_ENCODING);
  }

  @Test
  void plainTextsArePlannedByTheirSizeWithoutBeingRead() throws IOException {
    folder.with("a.txt", "12345").with("b.txt.gz", new byte[100]);

    assertThat(folder.scan().documents())
        .extracting(DocumentRef::textBytes)
        .containsExactly(5L, 400L);
  }

  private Corpus scan(String relative) {
    return Corpus.scan(HADOOP, List.of(at(relative)), CorpusOptions.DEFAULT);
  }

  private String at(String relative) {
    return Path.of(folder.root().toString(), relative).toString();
  }

  private static byte[] gzip(String content) throws IOException {
    return CorpusFolder.compressed(Compression.GZIP, content.getBytes(UTF_8));
  }

  @Test
  void aRefIsSmallAndSerialisable() throws Exception {
    folder.with("a.jsonl", "{\"text\":\"t\"}\nbad\n");
    Corpus corpus = folder.scan();

    for (DocumentRef document : corpus.documents()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(document);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        assertThat(in.readObject()).isEqualTo(document);
      }
      assertThat(bytes.size()).isLessThan(1_500);
    }
  }

  @Test
  void aFileThatVanishesBetweenScanAndOpeningIsUnreadable() throws IOException {
    folder.with("a.txt", "a").with("b.fa", ">x\nACGT\n");
    Corpus corpus = folder.scan();
    Files.delete(folder.root().resolve("a.txt"));
    Files.delete(folder.root().resolve("b.fa"));

    for (DocumentRef document : corpus.documents()) {
      assertThat(fault(document))
          .hasMessageContaining(document.uri())
          .hasMessageContaining("is gone")
          .extracting("fault")
          .isEqualTo(Fault.UNREADABLE);
    }
  }
}
