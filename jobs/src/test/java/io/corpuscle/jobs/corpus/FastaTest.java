package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.document;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.ids;
import static io.corpuscle.jobs.corpus.CorpusFolder.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FastaTest {
  private final CorpusFolder folder;

  FastaTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void everyRecordIsADocumentOfItsSequenceWhateverEndsTheLines(String newline) throws IOException {
    folder.with(
        "a.fa",
        """
        >chr1 the first
        ACGTN
        acgtRYSWKM

        >chr2
        ;a comment
        AC GT\tAC
        #another
        !one more
        GT>A*-
        >  spaced name
        NNNN"""
            .replace("\n", newline));

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.fa#chr1", "a.fa#chr2", "a.fa#spaced");
    assertThat(texts(corpus)).containsExactly("ACGTNacgtRYSWKM", "ACGTACGT>A*-", "NNNN");
    assertThat(corpus.documents()).extracting(DocumentRef::textBytes).containsExactly(15L, 12L, 4L);
  }

  @Test
  void aRecordWithoutSequenceIsADocumentOfNoBytes() throws IOException {
    folder.with("a.fa", ">one\n>two\nA\n>three").with("b.fa", ">\n\n;only a comment\n");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.fa#one", "a.fa#two", "a.fa#three", "b.fa#1");
    assertThat(texts(corpus)).containsExactly("", "A", "", "");
  }

  @Test
  void aFileWithoutRecordsHoldsNoDocument() throws IOException {
    folder.with("a.fa", "").with("b.fa", "\n \n; nothing here\n");

    assertThat(folder.scan().documents()).isEmpty();
  }

  @Test
  void sequenceBeforeTheFirstHeaderIsAFailedDocumentAndTheRestIsRead() throws IOException {
    folder.with("a.fa", "; fine\nACGT\nAC\n>chr1\nGGGG\n");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.fa#0", "a.fa#chr1");
    assertThat(fault(document(corpus, "a.fa#0")))
        .hasMessageContaining("a.fa has 6 bytes of sequence, from byte 7 on, before the first '>'")
        .extracting("fault")
        .isEqualTo(Fault.MALFORMED_RECORD);
    assertThat(CorpusFolder.text(document(corpus, "a.fa#chr1"))).isEqualTo("GGGG");
  }

  @Test
  void aFileWithoutAnyHeaderIsAFailedDocument() throws IOException {
    folder.with("a.fa", "ACGT\nACGT\n");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.fa#0");
    assertThat(fault(corpus.documents().get(0)).fault()).isEqualTo(Fault.MALFORMED_RECORD);
  }

  @Test
  void repeatedNamesAreNumbered() throws IOException {
    folder.with("a.fa", ">alpha\nA\n>beta\nC\n>alpha again\nG\n");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.fa#alpha", "a.fa#beta", "a.fa#alpha~2");
    assertThat(texts(corpus)).containsExactly("A", "C", "G");
  }

  @Test
  void aByteOrderMarkBelongsToNoRecord() throws IOException {
    folder.with("a.fa", "\ufeff>chr1\nACGT\n");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.fa#chr1");
    assertThat(texts(corpus)).containsExactly("ACGT");
  }
}
