package io.corpuscle.jobs.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpuscle.engine.SharedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The committed samples are what the generator writes, and hold what planted.json says. */
@TestInstance(Lifecycle.PER_CLASS)
class SampleGeneratorTest {
  private static final Path COMMITTED = SharedFiles.repository().resolve("data-samples");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every document of the committed corpus: its id, and its own text in bytes. */
  private Map<String, byte[]> documents;

  private List<Planted> planted;

  @BeforeAll
  void readCommittedSamples() throws IOException {
    documents = new LinkedHashMap<>();
    text("legal/statute-harbours.txt");
    text("legal/statute-commons.txt");
    jsonLines("legal/contracts.jsonl");
    jsonLines("medical/case-reports.jsonl");
    fasta("dna/synthetic.fa");
    fasta("dna/plasmids.fa");
    planted = List.of(JSON.readValue(COMMITTED.resolve("planted.json").toFile(), Planted[].class));
  }

  @Test
  void generatorWritesTheCommittedFilesByteForByte(@TempDir Path fresh) throws IOException {
    new SampleGenerator().write(fresh);

    List<Path> written = files(fresh);
    assertThat(files(COMMITTED.resolve("corpus")))
        .as("the committed corpus and nothing else")
        .containsExactlyElementsOf(files(fresh.resolve("corpus")));
    for (Path file : written) {
      assertThat(fresh.resolve(file)).hasSameBinaryContentAs(COMMITTED.resolve(file));
    }
  }

  @Test
  void passagesOfOneGroupAreTheSameBytesAndReverseCopiesTheirReverseComplement() {
    Map<String, String> groups = new LinkedHashMap<>();
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (Planted passage : planted) {
      String slice = slice(passage);
      String same =
          passage.kind() == Planted.Kind.REVERSE_COPY ? Dialect.reverseComplement(slice) : slice;
      assertThat(same).isEqualTo(groups.computeIfAbsent(passage.group(), group -> same));
      sizes.merge(passage.group(), 1, Integer::sum);
    }
    assertThat(sizes)
        .containsEntry("insertion", 6)
        .containsEntry("duplicate", 2)
        .containsEntry("notices", 8)
        .containsEntry("case-017", 2)
        .containsEntry("contract-012", 2);
  }

  @Test
  void nothingElseInTheCorpusRepeatsAPlantedPassage() {
    for (Planted passage : planted) {
      long listed =
          planted.stream()
              .filter(other -> other.group().equals(passage.group()))
              .filter(other -> other.kind() == passage.kind())
              .count();
      assertThat(occurrences(slice(passage))).as(passage.group()).isEqualTo(listed);
    }
  }

  @Test
  void foreignPassagesFillAWindowInTheMiddleOfTheirDocuments() {
    List<Planted> foreign =
        planted.stream().filter(passage -> passage.kind() == Planted.Kind.FOREIGN).toList();

    assertThat(foreign)
        .extracting(Planted::group)
        .containsExactly("galley-book", "case-reports", "island");
    for (Planted passage : foreign) {
      double middle = (passage.byteStart() + passage.byteEnd()) / 2.0;
      double length = documents.get(passage.docId()).length;
      assertThat(middle / length).isBetween(0.35, 0.65);
      // 1,024 tokens are 3.8 KB of statute, 2.2 KB of German, 1,024 bases.
      assertThat(passage.byteEnd() - passage.byteStart()).isGreaterThan(7_500);
    }
  }

  @Test
  void tandemRepeatsHaveThePeriodTheirGroupNames() {
    for (Planted passage : planted) {
      if (passage.kind() == Planted.Kind.TANDEM_REPEAT) {
        int period = Integer.parseInt(passage.group().replace("tandem-", ""));
        String slice = slice(passage);
        assertThat(slice.substring(period)).isEqualTo(slice.substring(0, slice.length() - period));
      }
    }
  }

  @Test
  void jsonLinesHaveUniqueIdsTitlesAndProseWithoutLeftoverBraces() {
    List<String> records =
        documents.keySet().stream().filter(id -> id.contains(".jsonl#")).toList();

    assertThat(records).hasSize(64).contains("medical/case-reports.jsonl#case-017");
    for (String id : documents.keySet()) {
      assertThat(new String(documents.get(id), StandardCharsets.UTF_8)).doesNotContain("{", "}");
    }
  }

  @Test
  void chromosomeHasOver300000BasesWithMaskedBasesAndAGap() {
    String sequence =
        new String(documents.get("dna/synthetic.fa#chromosome"), StandardCharsets.US_ASCII);

    assertThat(sequence).hasSizeBetween(320_000, 330_000).matches("[ACGTNacgt]+");
    assertThat(sequence.chars().filter(Character::isLowerCase)).hasSize(36 * 40);
    assertThat(sequence.chars().filter(base -> base == 'N')).hasSize(20);
  }

  private String slice(Planted passage) {
    byte[] text = documents.get(passage.docId());
    assertThat(text).as(passage.docId()).isNotNull();
    return new String(
        Arrays.copyOfRange(text, passage.byteStart(), passage.byteEnd()), StandardCharsets.UTF_8);
  }

  private int occurrences(String passage) {
    int found = 0;
    for (byte[] document : documents.values()) {
      String text = new String(document, StandardCharsets.UTF_8);
      for (int at = text.indexOf(passage); at >= 0; at = text.indexOf(passage, at + 1)) {
        found++;
      }
    }
    return found;
  }

  private void text(String file) throws IOException {
    documents.put(file, Files.readAllBytes(COMMITTED.resolve("corpus").resolve(file)));
  }

  private void jsonLines(String file) throws IOException {
    for (String line : Files.readAllLines(COMMITTED.resolve("corpus").resolve(file))) {
      JsonNode record = JSON.readTree(line);
      byte[] text = record.required("text").textValue().getBytes(StandardCharsets.UTF_8);
      assertThat(record.required("title").textValue()).isNotBlank();
      assertThat(documents.put(file + "#" + record.required("id").textValue(), text)).isNull();
    }
  }

  private void fasta(String file) throws IOException {
    String raw = Files.readString(COMMITTED.resolve("corpus").resolve(file));
    String lineEnd = raw.contains("\r\n") ? "\r\n" : "\n";
    for (String record : raw.substring(1).split(lineEnd + ">")) {
      List<String> lines = List.of(record.split(lineEnd));
      assertThat(lines.subList(1, lines.size() - 1)).allMatch(line -> line.length() == 60);
      String name = lines.get(0).split(" ")[0];
      String sequence = String.join("", lines.subList(1, lines.size()));
      assertThat(documents.put(file + "#" + name, sequence.getBytes(StandardCharsets.US_ASCII)))
          .isNull();
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return new ArrayList<>(
          walk.filter(Files::isRegularFile).map(root::relativize).sorted().toList());
    }
  }
}
