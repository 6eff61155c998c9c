package io.corpuscle.engine.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Writes the tokenizer files of models too small to be of use, but of every kind. */
final class TinyModels {
  static final String PATTERN =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /** Text whose neighbours are merged, so that tokens span words' parts and characters' parts. */
  private static final List<String> MERGED =
      List.of(
          " the",
          "the",
          "ing",
          "'s",
          "'ll",
          "    ",
          "\n\n",
          "\r\n",
          "aaaa",
          ".\n",
          "--",
          " --",
          "<|",
          "|>",
          "\u00e9e",
          "\uac00\uac01",
          "\u0301",
          "\ud83d\ude42");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TinyModels() {}

  /** Opens what {@code files} writes into a directory, which is gone afterwards. */
  static Tokenizer open(Consumer<Path> files) {
    try {
      Path directory = Files.createTempDirectory("tiny-model");
      try {
        files.accept(directory);
        return TokenizerFiles.open(directory);
      } finally {
        try (Stream<Path> written = Files.list(directory)) {
          for (Path file : written.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@code tokenizer.json}, its control token among the vocabulary as in the {@code text} model.
   */
  static void byteLevel(Path directory) {
    write(directory, "tokenizer.json", tokenizerJson().toString());
    write(directory, "tokenizer_config.json", "{\"eos_token\": \"<|endoftext|>\"}");
  }

  /** {@code vocab.json} and {@code merges.txt}, the control token beside them as in Qwen2.5. */
  static void qwen2(Path directory) {
    ObjectNode vocabulary = MAPPER.createObjectNode();
    List<String> merges = new ArrayList<>(List.of("#version: 0.2"));
    merges.addAll(fill(vocabulary, 0));
    write(directory, "vocab.json", vocabulary.toString());
    write(directory, "merges.txt", String.join("\n", merges) + "\n");
    write(
        directory,
        "tokenizer_config.json",
        """
        {"tokenizer_class": "Qwen2Tokenizer", "eos_token": {"content": "<|endoftext|>"},
         "added_tokens_decoder": {"700": {"content": "<|endoftext|>", "special": true}}}
        """);
  }

  /** What {@link #qwen2} defines. */
  static ByteLevelDefinition qwen2Definition() {
    ObjectNode vocabulary = MAPPER.createObjectNode();
    List<String> merges = fill(vocabulary, 0);
    return ByteLevelDefinition.ofQwen2("tiny", vocabulary, merges);
  }

  /** Nothing but {@code tokenizer_config.json}, as in the {@code dna} model. */
  static void characters(Path directory) {
    write(
        directory,
        "tokenizer_config.json",
        """
        {"tokenizer_class": "CharacterTokenizer", "eos_token": "<|endoftext|>",
         "vocab": {"<|endoftext|>": 0, "N": 3, "A": 4, "C": 5, "G": 6, "T": 7, "é": 8},
         "unk_token": "N", "case_sensitive": false}
        """);
  }

  static ObjectNode tokenizerJson() {
    ObjectNode root = MAPPER.createObjectNode().put("version", "1.0");
    root.putArray("added_tokens")
        .addObject()
        .put("id", 0)
        .put("content", "<|endoftext|>")
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
    root.putNull("normalizer");
    root.set("pre_tokenizer", preTokenizer());
    ObjectNode model = root.putObject("model").put("type", "BPE").put("byte_fallback", false);
    ObjectNode vocabulary = model.putObject("vocab").put("<|endoftext|>", 0);
    ArrayNode pairs = model.putArray("merges");
    fill(vocabulary, 1).forEach(pairs::add);
    return root;
  }

  static ObjectNode preTokenizer() {
    ObjectNode sequence = MAPPER.createObjectNode().put("type", "Sequence");
    ArrayNode steps = sequence.putArray("pretokenizers");
    ObjectNode split = steps.addObject().put("type", "Split").put("behavior", "Isolated");
    split.put("invert", false).putObject("pattern").put("Regex", PATTERN);
    steps
        .addObject()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", false);
    return sequence;
  }

  /** Bytes in the alphabet of byte-level vocabularies. */
  static String written(byte[] text, int from, int to) {
    StringBuilder letters = new StringBuilder();
    for (int i = from; i < to; i++) {
      letters.append(ByteAlphabet.letter(text[i] & 0xFF));
    }
    return letters.toString();
  }

  static void write(Path directory, String name, String content) {
    try {
      Files.writeString(Files.createDirectories(directory).resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All bytes, then each merged text, built up from left to right; the merges. */
  private static List<String> fill(ObjectNode vocabulary, int first) {
    List<String> tokens = new ArrayList<>();
    List<String> merges = new ArrayList<>();
    for (int value = 0; value < 256; value++) {
      tokens.add(String.valueOf(ByteAlphabet.letter(value)));
    }
    for (String text : MERGED) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (int i = 1; i < bytes.length; i++) {
        String token = written(bytes, 0, i + 1);
        if (!tokens.contains(token)) {
          tokens.add(token);
          merges.add(written(bytes, 0, i) + " " + written(bytes, i, i + 1));
        }
      }
    }
    for (int i = 0; i < tokens.size(); i++) {
      vocabulary.put(tokens.get(i), first + i);
    }
    return merges;
  }
}
