package io.corpuscle.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a model say which tokenizer it has, or what is wrong with them. */
class TokenizerFilesTest {
  @TempDir private Path directory;

  @Test
  void aTokenizerJsonIsOpened() {
    TinyModels.byteLevel(directory);
    Tokenizer tokenizer = TokenizerFiles.open(directory);

    assertThat(tokenizer.documentStart()).isZero();
    assertThat(tokenizer.description())
        .isEqualTo("byte-level BPE, vocabulary of " + tokenizer.vocabularySize());
    assertThat(tokenizer.vocabularySize()).isGreaterThan(280);
  }

  @Test
  void vocabularyAndMergesAreOpenedAsQwen2() {
    TinyModels.qwen2(directory);
    Tokenizer tokenizer = TokenizerFiles.open(directory);

    assertThat(tokenizer.documentStart()).isEqualTo(700);
    assertThat(tokenizer.vocabularySize()).isEqualTo(701);
    assertThat(tokenizer.description()).isEqualTo("byte-level BPE of NFC text, vocabulary of 701");
  }

  @Test
  void aTokenizerJsonMayAskForNfc() {
    TinyModels.byteLevel(directory);
    ObjectNode json = TinyModels.tokenizerJson();
    json.putObject("normalizer").put("type", "NFC");
    TinyModels.write(directory, "tokenizer.json", json.toString());
    Tokenizer tokenizer = TokenizerFiles.open(directory);

    assertThat(Reading.whole(tokenizer, "e\u0301").ids())
        .isEqualTo(Reading.whole(tokenizer, "\u00e9").ids());
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    refuses("tokenizer_config.json is missing");

    TinyModels.write(directory, "tokenizer_config.json", "{}");
    refuses("it has neither tokenizer.json nor vocab.json with merges.txt");

    TinyModels.qwen2(directory);
    Files.delete(directory.resolve("merges.txt"));
    refuses("merges.txt is missing");
  }

  @Test
  void contradictionsAreNamed() {
    TinyModels.byteLevel(directory);
    TinyModels.characters(directory);
    refuses("CharacterTokenizer, but tokenizer.json lies beside it");

    TinyModels.byteLevel(directory);
    config("{\"eos_token\": \"</s>\"}");
    refuses("eos_token '</s>', which opens documents, has no id");
  }

  @Test
  void vocabularyAndMergesOfAnotherClassAreRefused() {
    TinyModels.qwen2(directory);
    config("{\"tokenizer_class\": \"GPT2Tokenizer\", \"eos_token\": \"x\"}");

    refuses("tokenizer_class is 'GPT2Tokenizer', but");
  }

  @Test
  void characterVocabulariesThatContradictThemselvesAreRefused() {
    String vocabulary = "{\"tokenizer_class\": \"CharacterTokenizer\", \"eos_token\": \"e\", ";
    config(vocabulary + "\"unk_token\": \"N\", \"vocab\": {\"e\": 0}}");
    refuses("unk_token 'N' is not in vocab");

    config(
        vocabulary
            + "\"unk_token\": \"e\", \"case_sensitive\": false, \"vocab\": {\"e\": 0, \"E\": 1}}");
    refuses("but case_sensitive is false");

    config(vocabulary + "\"unk_token\": \"e\", \"vocab\": {\"e\": 0, \"f\": 0}}");
    refuses("share the id 0");

    config(vocabulary + "\"unk_token\": \"e\", \"vocab\": {\"e\": -1}}");
    refuses("the id of token 'e' is -1");
  }

  @Test
  void damagedJsonIsNamed() {
    config("{");

    refuses("tokenizer_config.json is not valid JSON");
  }

  @Test
  void settingsThatWouldChangeTokensAreRefused() {
    refusesTokenizer(json -> model(json).put("type", "Unigram"), "model type is 'Unigram'");
    refusesTokenizer(json -> model(json).put("dropout", 0.1), "model.dropout is 0.1");
    refusesTokenizer(json -> model(json).put("ignore_merges", true), "model.ignore_merges is true");
    refusesTokenizer(
        json -> json.putObject("normalizer").put("type", "NFKC"),
        "normalizer is {\"type\":\"NFKC\"}");
    refusesTokenizer(json -> split(json).putObject("pattern").put("Regex", "\\s+"), "pattern is");
    refusesTokenizer(json -> split(json).put("invert", true), "pre_tokenizer is");
    refusesTokenizer(json -> json.remove("pre_tokenizer"), "pre_tokenizer pattern is");
    refusesTokenizer(
        json -> ((ObjectNode) model(json).path("vocab")).remove("A"), "no token 'A' for byte 65");
    refusesTokenizer(
        json -> model(json).putArray("merges").add("A QQ"), "vocabulary and merges do not fit");
  }

  private void refusesTokenizer(Consumer<ObjectNode> change, String message) {
    TinyModels.byteLevel(directory);
    ObjectNode json = TinyModels.tokenizerJson();
    change.accept(json);
    TinyModels.write(directory, "tokenizer.json", json.toString());
    refuses(message);
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> TokenizerFiles.open(directory))
        .isInstanceOf(TokenizerException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining(message);
  }

  private void config(String content) {
    TinyModels.write(directory, "tokenizer_config.json", content);
  }

  private static ObjectNode model(ObjectNode json) {
    return (ObjectNode) json.path("model");
  }

  private static ObjectNode split(ObjectNode json) {
    return (ObjectNode) json.path("pre_tokenizer").path("pretokenizers").path(0);
  }
}
