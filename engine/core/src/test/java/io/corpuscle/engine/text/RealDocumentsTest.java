package io.corpuscle.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpuscle.engine.SharedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The published tokenizers on published vectors and real documents, below {@code ../shared}. */
class RealDocumentsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> theSharedVectorsGiveTheirIds() throws IOException {
    Tokenizer qwen = TokenizerFiles.open(SharedFiles.shared("tokenizer/qwen2.5"));
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : Files.readAllLines(SharedFiles.shared("tokenizer/vectors.jsonl"))) {
      JsonNode vector = MAPPER.readTree(line);
      List<Integer> ids = new ArrayList<>();
      vector.path("ids").forEach(id -> ids.add(id.intValue()));
      byte[] text = vector.path("text").asText().getBytes(StandardCharsets.UTF_8);
      tests.add(
          DynamicTest.dynamicTest(
              vector.path("source").asText() + " " + vector.path("i").asText(),
              () -> {
                assertThat(Reading.whole(qwen, text).ids()).isEqualTo(ids);
                assertThat(Reading.inPieces(qwen, text, 2, new Random(1)).ids()).isEqualTo(ids);
              }));
    }
    assertThat(tests).hasSize(59);
    return tests.stream();
  }

  @Test
  void qwensDocumentsBeginWithItsEndOfText() {
    Tokenizer qwen = TokenizerFiles.open(SharedFiles.shared("tokenizer/qwen2.5"));

    assertThat(qwen.documentStart()).isEqualTo(151643);
    assertThat(Reading.whole(qwen, "<|endoftext|><tool_call>").ids())
        .allSatisfy(id -> assertThat(id).isLessThan(151643));
  }

  @Test
  void theSharedStatuteHasTheTokensItsModelWasMeasuredOn() throws IOException {
    Tokenizer tokenizer = TokenizerFiles.open(SharedFiles.bundledModel("text"));
    byte[] statute = Files.readAllBytes(SharedFiles.shared("corpora/legal/usc45.txt"));

    Reading whole = Reading.whole(tokenizer, statute);

    assertThat(whole.ids()).hasSize(501_998);
    assertThat(whole.ids()).isEqualTo(library(SharedFiles.bundledModel("text")).ids(text(statute)));
    assertThat(Reading.inPieces(tokenizer, statute, 3000, new Random(2))).isEqualTo(whole);
  }

  @Test
  void sharedArticlesStreamAsTheyAreReadWhole() throws IOException {
    Tokenizer qwen = TokenizerFiles.open(SharedFiles.shared("tokenizer/qwen2.5"));
    byte[] articles = Files.readAllBytes(SharedFiles.shared("corpora/medical/articles.jsonl"));

    Reading whole = Reading.whole(qwen, articles);

    assertThat(Reading.inPieces(qwen, articles, 5000, new Random(3))).isEqualTo(whole);
    assertThat(whole.ends().get(whole.ends().size() - 1)).isEqualTo(articles.length);
  }

  @Test
  void theBundledGenomeModelReadsOneTokenABase() {
    Tokenizer tokenizer = TokenizerFiles.open(SharedFiles.bundledModel("dna"));

    assertThat(tokenizer.documentStart()).isZero();
    assertThat(Reading.whole(tokenizer, "ACGTacgtNRY").ids())
        .containsExactly(4, 5, 6, 7, 4, 5, 6, 7, 3, 3, 3);
  }

  private static LibraryTokenizer library(Path model) throws IOException {
    JsonNode json = MAPPER.readTree(model.resolve("tokenizer.json").toFile());
    return LibraryTokenizer.of(ByteLevelDefinition.ofTokenizerJson(model.toString(), json));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
