package io.corpuscle.jobs.corpus;

import static io.corpuscle.engine.SharedFiles.shared;
import static io.corpuscle.engine.text.Fault.UNSUPPORTED_CONTAINER;
import static io.corpuscle.jobs.corpus.CorpusFolder.as;
import static io.corpuscle.jobs.corpus.CorpusFolder.document;
import static io.corpuscle.jobs.corpus.CorpusFolder.fault;
import static io.corpuscle.jobs.corpus.CorpusFolder.ids;
import static io.corpuscle.jobs.corpus.CorpusFolder.text;
import static io.corpuscle.jobs.corpus.CorpusFolder.texts;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Other projects' files and real corpora in {@code ../shared}; skipped where that is absent. */
class SharedFormatsTest {

  @Test
  void malformedFastaIsReadAsFarAsItIsFasta() {
    Corpus corpus = folder("formats/malformed_fasta").scan();

    assertThat(ids(corpus))
        .containsExactly(
            "all_ns.fa#all_n", "empty_fasta.fa#test", "empty_fasta.fa#test_1", "test.fasta#test");
    assertThat(text(corpus.documents().get(0))).matches("N+").hasSizeGreaterThan(1_000);
    assertThat(texts(corpus).subList(1, 4))
        .containsExactly("", "A", "ATCGATCGATCGATCGATCGATCGATCGATCGATCG");
  }

  @Test
  void everyBiopythonFileIsReadAsAPlainParserReadsIt() throws IOException {
    Path root = shared("formats/biopython_fasta");
    Corpus corpus = new CorpusFolder(root).scan(as(Format.FASTA));
    List<String> expected = new ArrayList<>();
    List<String> strays = new ArrayList<>();
    try (Stream<Path> files = Files.list(root)) {
      for (Path file : files.filter(f -> !f.toString().endsWith(".gz")).sorted().toList()) {
        String records = naiveRecords(file, expected);
        if (!records.isEmpty()) {
          strays.add(file.getFileName() + "#0");
        }
      }
    }

    List<String> read = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (DocumentRef document : corpus.documents()) {
      if (document instanceof DocumentRef.Failed) {
        failed.add(document.docId());
      } else if (!document.uri().endsWith(".gz")) {
        try (DocumentOpener opener =
            new DocumentOpener(CorpusFolder.HADOOP, InputLimits.STANDARD)) {
          read.add(new String(CorpusFolder.bytes(opener, document), ISO_8859_1));
        }
      }
    }
    assertThat(read).hasSizeGreaterThan(100).isEqualTo(expected);
    assertThat(failed).contains("aster_pearson.pro#0").isEqualTo(strays);
    assertThat(ids(corpus))
        .doesNotHaveDuplicates()
        .contains("dups.fasta#alpha~2", "aster_blast.pro#gi|3298468|dbj|BAA31520.1|");
  }

  /** Adds each record's sequence; returns what stands before the first header. */
  private static String naiveRecords(Path file, List<String> records) throws IOException {
    StringBuilder before = new StringBuilder();
    StringBuilder open = before;
    List<StringBuilder> found = new ArrayList<>();
    for (String line : Files.readString(file, ISO_8859_1).split("[\r\n]", -1)) {
      if (line.startsWith(">")) {
        open = new StringBuilder();
        found.add(open);
      } else if (!line.matches("[;#!].*")) {
        open.append(line.replaceAll("\\s", ""));
      }
    }
    found.forEach(record -> records.add(record.toString()));
    return before.toString();
  }

  @Test
  void theContainersMadeFromOneTextHoldThatText() throws IOException {
    Corpus corpus = folder("formats/made_here").scan();
    String text = text(document(corpus, "usc17.txt"));

    assertThat(text).isEqualTo(Files.readString(shared("formats/made_here/usc17.txt")));
    assertThat(List.of("usc17.txt.gz", "usc17.two-members.txt.gz", "usc17.txt.zst"))
        .allSatisfy(id -> assertThat(text(document(corpus, id)).equals(text)).as(id).isTrue());
    assertThat(fault(document(corpus, "usc17.truncated.txt.gz")))
        .hasMessageContaining("usc17.truncated.txt.gz is damaged or ends early")
        .hasMessageContaining("at or before byte 189,221 of 189,221")
        .extracting("fault")
        .isEqualTo(Fault.CORRUPT_COMPRESSION);
    assertThat(text(document(corpus, "usc17.utf16le-bom.txt")))
        .hasSize(200_000)
        .isEqualTo(text.substring(0, 200_000));
    // Whether a text is UTF-8 is the tokenizer's to say; here its bytes pass untouched.
    for (String id : List.of("usc17.cp1252.txt", "invalid_utf8.txt")) {
      try (DocumentOpener opener = new DocumentOpener(CorpusFolder.HADOOP, InputLimits.STANDARD)) {
        assertThat(CorpusFolder.bytes(opener, document(corpus, id)))
            .isEqualTo(Files.readAllBytes(shared("formats/made_here/" + id)));
      }
    }
  }

  @Test
  void lambdaIsTheSameSequenceHoweverItIsWritten() {
    Corpus corpus = folder("formats/made_here").scan();
    List<String> lambdas =
        corpus.documents().stream()
            .filter(document -> document.docId().startsWith("lambda"))
            .map(document -> text(document).toUpperCase(Locale.ROOT))
            .toList();

    assertThat(ids(corpus)).contains("lambda.crlf.lower.oneline.fa#lambda");
    assertThat(lambdas).hasSize(3);
    assertThat(lambdas.get(0)).hasSize(48_502);
    assertThat(lambdas).allMatch(lambdas.get(0)::equals);
  }

  @Test
  void theBadLinesOfMedquadAreRowsAndTheOthersAreRead() {
    Corpus corpus = folder("formats/made_here").scan();

    List<DocumentRef> documents =
        corpus.documents().stream()
            .filter(document -> document.docId().startsWith("medquad_bad_lines.jsonl"))
            .toList();
    List<DocumentException> faults =
        documents.stream()
            .filter(DocumentRef.Failed.class::isInstance)
            .map(CorpusFolder::fault)
            .toList();

    assertThat(documents).hasSize(33);
    assertThat(faults)
        .extracting(DocumentException::fault)
        .containsExactly(
            Fault.MALFORMED_RECORD,
            Fault.MALFORMED_RECORD,
            Fault.MISSING_FIELD,
            Fault.MALFORMED_RECORD);
    assertThat(faults.get(0)).hasMessageContaining("line 21 is not valid JSON");
    assertThat(faults.get(1)).hasMessageContaining("line 23 is not valid JSON");
    assertThat(faults.get(2)).hasMessageContaining("has null in field 'text'");
    assertThat(faults.get(3)).hasMessageContaining("line 26 is not a JSON object");
  }

  @Test
  void realJsonLinesAreReadAsJacksonReadsThem() throws IOException {
    for (String file :
        List.of(
            "corpora/legal/contracts.jsonl",
            "corpora/medical/articles.jsonl",
            "corpora/medical/fda_labels.jsonl",
            "formats/made_here/medquad300.jsonl")) {
      Path path = shared(file);
      Corpus corpus = new CorpusFolder(path).scan();

      List<String> lines = Files.readAllLines(path);
      List<String> texts = texts(corpus);
      assertThat(texts).hasSameSizeAs(lines);
      for (int i = 0; i < lines.size(); i++) {
        JsonNode line = new ObjectMapper().readTree(lines.get(i));
        assertThat(corpus.documents().get(i).docId())
            .startsWith(path.getFileName() + "#" + line.get("id").asText());
        assertThat(texts.get(i)).isEqualTo(line.get("text").asText());
      }
    }
  }

  @Test
  void aFolderOfCorporaIsReadWithoutItsTables() {
    Corpus corpus = folder("corpora").scan();

    assertThat(ids(corpus))
        .doesNotHaveDuplicates()
        .contains(
            "legal/usc45.txt",
            "dna/NC_000913.3.fa#NC_000913.3",
            "medical/articles.jsonl#PMC5354074")
        .filteredOn(id -> id.startsWith("dna/S_cerevisiae"))
        .hasSize(17);
    assertThat(corpus.documents()).noneMatch(DocumentRef.Failed.class::isInstance);
    assertThat(document(corpus, "dna/NC_000913.3.fa#NC_000913.3").textBytes()).isEqualTo(4_641_652);
    assertThat(corpus.skipped()).isNotEmpty().allMatch(uri -> !uri.endsWith(".txt"));
  }

  @Test
  void everyFileOfAKnownFormatIsTextOrAFault() {
    Corpus corpus = folder("formats").scan();
    Map<String, String> texts = new HashMap<>();
    Map<String, Fault> faults = new HashMap<>();
    for (DocumentRef document : corpus.documents()) {
      try (DocumentOpener opener = new DocumentOpener(CorpusFolder.HADOOP, InputLimits.STANDARD)) {
        texts.put(document.docId(), text(opener, document));
      } catch (DocumentException e) {
        assertThat(e).hasMessageContaining(document.uri());
        faults.put(document.docId(), e.fault());
      }
    }

    assertThat(faults)
        .containsEntry("compressed/test-documents-spanned.zip", Fault.CORRUPT_COMPRESSION)
        .containsEntry("compressed/testZipEncrypted.zip/encrypted.txt", UNSUPPORTED_CONTAINER)
        .containsEntry("compressed/test-zip-of-zip.zip/html-within-zip.zip", Fault.LIMIT)
        .containsEntry("compressed/TIKA-216.tgz/blah.tgz", Fault.LIMIT)
        .containsEntry("genbank/DS830848.gb#DS830848.1", Fault.MISSING_FIELD)
        .containsEntry("text_html_xml/testArabicMisleadingCharset.html", Fault.INVALID_UTF8)
        .doesNotContainValue(Fault.UNREADABLE)
        .doesNotContainKeys("compressed/testEmbedded.zip", "compressed/test-documents.zip");
    assertThat(texts.get("compressed/testZipEncrypted.zip/unencrypted.txt"))
        .isEqualTo("hello world\r\n");
    for (String archive : List.of("tar/test-documents/", "tgz/test-documents/", "zip/")) {
      String at = "compressed/test-documents." + archive;
      assertThat(texts.get(at + "testHTML.html"))
          .isEqualTo("Test Indexation Html\nIndexation du fichier");
      assertThat(texts.get(at + "testXML.xml")).startsWith("Archimède et Lius\nRida Benjelloun\n");
      assertThat(texts.get(at + "testPDF.pdf"))
          .contains("Apache Tika is a toolkit for detecting and extracting metadata");
    }
    assertThat(texts.get("text_html_xml/big-preamble.html")).contains("\nКонтинент-Недвижимость\n");
    assertThat(texts.get("text_html_xml/testHTML_charset_utf16le.html"))
        .isEqualTo("This is a sample text");
    assertThat(texts.get("text_html_xml/testHTMLBadScript.html")).isEqualTo("This is a test.");
    assertThat(texts.get("text_html_xml/testXXE.xml")).isEmpty();
    assertThat(texts.get("text_html_xml/undeclared_entity.xml"))
        .isEqualTo("START\nAn entity here&undeclared_entity; is invalid!\nEND");
    assertThat(texts.get("genbank/arab1.gb#AC007323.5")).hasSize(86_436).matches("[acgt]+");
    assertThat(texts).containsKey("genbank/addgene-plasmid-39296-sequence-49545.gbk#pFA6a-kanMX6");
  }

  @Test
  void contractsInPdfAreReadPageByPage() {
    Corpus corpus = folder("formats/raw_contract_pdf").scan();

    assertThat(corpus.documents()).hasSize(13);
    assertThat(texts(corpus))
        .allSatisfy(
            text ->
                assertThat(text)
                    .containsPattern("(?i)agreement|disclosure")
                    .hasSizeGreaterThan(2_000));
  }

  private static CorpusFolder folder(String relative) {
    return new CorpusFolder(shared(relative));
  }
}
