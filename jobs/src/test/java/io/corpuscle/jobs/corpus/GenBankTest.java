package io.corpuscle.jobs.corpus;

import static io.corpuscle.jobs.corpus.CorpusFolder.HADOOP;
import static io.corpuscle.jobs.corpus.CorpusFolder.compressed;
import static io.corpuscle.jobs.corpus.CorpusFolder.document;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.ids;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static io.corpuscle.jobs.corpus.CorpusFolder.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenBankTest {
  private static final String RECORD =
      """
      LOCUS       SCU49845                  28 bp    DNA     linear   PLN 21-JUN-1999
      DEFINITION  Saccharomyces cerevisiae TCP1-beta gene, partial cds, and Axl2p
                  (AXL2) gene.
      ACCESSION   U49845
      VERSION     U49845.1
      KEYWORDS    .
      SOURCE      baker's yeast
        ORGANISM  Saccharomyces cerevisiae
                  Eukaryota; Fungi.
      REFERENCE   1  (bases 1 to 28)
        AUTHORS   Roemer,T.
      REFERENCE   2  (bases 1 to 28)
        AUTHORS   Roemer,T. and Snyder,M.
      FEATURES             Location/Qualifiers
           source          1..28
                           /organism="Saccharomyces cerevisiae"
                           /db_xref="taxon:4932"
                           /db_xref="other:1"
           CDS             join(1..10,
                           12..28)
                           /note="TCP1-beta; it says ""x"" and
                           /this goes on"
                           /codon_start=3
                           /pseudo
                           /translation="SSIYNGISTSG
                           LDLNN"
      ORIGIN
              1 gatcctccat ATACAACGGT
             21 atctccnn
      //
      """;

  private final CorpusFolder folder;

  GenBankTest(@TempDir Path root) {
    folder = new CorpusFolder(root);
  }

  @Test
  void aRecordIsItsSequenceAndAllElseIsMetadata() throws IOException {
    folder
        .with("a.gb", RECORD)
        .with("b.gbk.gz", compressed(Compression.GZIP, RECORD.getBytes(UTF_8)))
        .with("c.genbank", RECORD.replace("\n", "\r\n"));
    Corpus corpus = folder.scan();

    assertThat(ids(corpus))
        .containsExactly("a.gb#U49845.1", "b.gbk.gz#U49845.1", "c.genbank#U49845.1");
    assertThat(texts(corpus)).containsOnly("gatcctccatATACAACGGTatctccnn");
    assertThat(corpus.documents()).allMatch(document -> document.textBytes() == 28);
    for (DocumentRef document : corpus.documents()) {
      JsonNode metadata = metadata(document);
      JsonNode annotations = metadata.get("annotations");
      assertThat(annotations.at("/DEFINITION/0").asText())
          .isEqualTo(
              "Saccharomyces cerevisiae TCP1-beta gene, partial cds, and Axl2p (AXL2) gene.");
      assertThat(annotations.at("/LOCUS/0").asText()).startsWith("SCU49845  ");
      assertThat(annotations.at("/AUTHORS/1").asText()).isEqualTo("Roemer,T. and Snyder,M.");
      assertThat(annotations.at("/ORGANISM/0").asText())
          .isEqualTo("Saccharomyces cerevisiae Eukaryota; Fungi.");
      assertThat(metadata.get("features")).hasSize(2);
      assertThat(metadata.at("/features/0/qualifiers/db_xref")).hasSize(2);
      JsonNode cds = metadata.at("/features/1");
      assertThat(cds.get("key").asText()).isEqualTo("CDS");
      assertThat(cds.get("location").asText()).isEqualTo("join(1..10,12..28)");
      assertThat(cds.at("/qualifiers/note/0").asText())
          .isEqualTo("TCP1-beta; it says \"x\" and /this goes on");
      assertThat(cds.at("/qualifiers/codon_start/0").asText()).isEqualTo("3");
      assertThat(cds.at("/qualifiers/pseudo/0").asText()).isEmpty();
      assertThat(cds.at("/qualifiers/translation/0").asText()).isEqualTo("SSIYNGISTSGLDLNN");
    }
  }

  @Test
  void recordsWithoutSequenceOrEndAreRowsAndTheOthersAreRead() throws IOException {
    String contig = "LOCUS       NT_1\nVERSION     NT_1.6\nCONTIG      join(A.1:1..4)\n//\n";
    String unnamed = "LOCUS       locus1 4 bp\nVERSION     .\nORIGIN\n 1 acgt\n//\n";
    folder.with(
        "a.gb",
        "GBPRI1.SEQ   Genetic Sequence Data Bank\n\n"
            + RECORD
            + contig
            + "LOCUS       OPEN\nORIGIN\n 1 ac\n"
            + unnamed
            + RECORD
            + RECORD.substring(0, RECORD.length() - 4));

    Corpus corpus = folder.scan();

    assertThat(ids(corpus))
        .containsExactly(
            "a.gb#U49845.1",
            "a.gb#NT_1.6",
            "a.gb#OPEN",
            "a.gb#locus1",
            "a.gb#U49845.1~2",
            "a.gb#U49845.1~3");
    assertThat(fault(document(corpus, "a.gb#NT_1.6")))
        .hasMessageContaining("record 2 has no sequence after ORIGIN")
        .extracting("fault")
        .isEqualTo(Fault.MISSING_FIELD);
    assertThat(fault(document(corpus, "a.gb#OPEN"))).hasMessageContaining("record 3 breaks off");
    assertThat(fault(document(corpus, "a.gb#U49845.1~3"))).hasMessageContaining("record 6 breaks");
    assertThat(text(document(corpus, "a.gb#locus1"))).isEqualTo("acgt");
    assertThat(text(document(corpus, "a.gb#U49845.1~2"))).hasSize(28);
  }

  @Test
  void whatIsNoGenBankIsARow() throws IOException {
    folder.with("a.gb", "no such thing\n").with("b.gb", "");

    Corpus corpus = folder.scan();

    assertThat(ids(corpus)).containsExactly("a.gb#0");
    assertThat(fault(corpus.documents().get(0))).hasMessageContaining("begins with LOCUS");
  }

  @Test
  void metadataBeyondItsLimitFailsTheRecordAlone() throws IOException {
    String small = "LOCUS       small 4 bp\nORIGIN\n 1 acgt\n//\n";
    folder.with("a.gb", RECORD + small);
    InputLimits limits = InputLimits.of(Map.of(InputLimit.METADATA_BYTES, 100L));
    Corpus corpus =
        folder.scan(
            new CorpusOptions("id", "text", Optional.empty(), DeclaredEncoding.AUTO, limits));

    try (DocumentOpener opener = new DocumentOpener(HADOOP, limits)) {
      assertThatThrownBy(() -> text(opener, document(corpus, "a.gb#U49845.1")))
          .hasMessageContaining("Raise limits.metadataBytes");
      assertThat(text(opener, document(corpus, "a.gb#small"))).isEqualTo("acgt");
    }
  }

  private static JsonNode metadata(DocumentRef document) throws IOException {
    try (DocumentOpener opener = new DocumentOpener(HADOOP, InputLimits.STANDARD);
        DocumentText text = opener.open(document)) {
      text.readAllBytes();
      return new ObjectMapper().readTree(text.metadata().orElseThrow());
    }
  }
}
