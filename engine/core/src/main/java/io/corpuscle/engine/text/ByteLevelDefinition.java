package io.corpuscle.engine.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.text.ByteLevelTokenizer.Normalization;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A byte-level byte-pair tokenizer as files define it, reduced to what the library is to do: encode
 * words. Splitting and normalising are this package's own, for only so are streams exact; and
 * control and other added tokens are left out, so no text of a document can become one.
 */
final class ByteLevelDefinition {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Settings of a BPE model that would change what words become; none may be switched on. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "dropout",
          "unk_token",
          "continuing_subword_prefix",
          "end_of_word_suffix",
          "fuse_unk",
          "byte_fallback",
          "ignore_merges");

  private final String source;
  private final Normalization normalization;
  private final ObjectNode model;
  private final Vocabulary vocabulary;
  private final int[] byteLengths;

  private ByteLevelDefinition(
      String source, Normalization normalization, ObjectNode model, Set<String> controlTokens) {
    this.source = source;
    this.normalization = normalization;
    this.model = model;
    this.vocabulary = Vocabulary.of(source, model.path("vocab"));
    this.byteLengths = byteLengths(source, vocabulary, controlTokens);
  }

  /** Reads a {@code tokenizer.json}; {@code source} names it in errors. */
  static ByteLevelDefinition ofTokenizerJson(String source, JsonNode root) {
    if (!(root.path("model") instanceof ObjectNode model)
        || !"BPE".equals(model.path("type").asText())) {
      throw TokenizerException.in(
          source,
          "model type is '%s', supported is 'BPE'. Use a model with a byte-level BPE tokenizer.",
          root.path("model").path("type").asText());
    }
    for (String setting : UNSUPPORTED) {
      if (isOn(model.path(setting))) {
        throw unsupported(source, "model." + setting, model.path(setting), "none");
      }
    }
    checkPreTokenizer(source, root.path("pre_tokenizer"));
    Set<String> controlTokens = new HashSet<>();
    for (JsonNode token : root.path("added_tokens")) {
      if (token.path("special").asBoolean()) {
        controlTokens.add(token.path("content").asText());
      }
    }
    return new ByteLevelDefinition(
        source, normalization(source, root.path("normalizer")), model, controlTokens);
  }

  /** Puts together what Qwen2 tokenizers have in {@code vocab.json} and {@code merges.txt}. */
  static ByteLevelDefinition ofQwen2(String source, JsonNode vocabulary, List<String> merges) {
    ObjectNode model = JSON.objectNode().put("type", "BPE");
    model.set("vocab", vocabulary);
    ArrayNode pairs = model.putArray("merges");
    for (String line : merges) {
      if (!line.isEmpty() && !line.startsWith("#version")) {
        pairs.add(line);
      }
    }
    return new ByteLevelDefinition(source, Normalization.NFC, model, Set.of());
  }

  /** The file it is from, for errors. */
  String source() {
    return source;
  }

  Normalization normalization() {
    return normalization;
  }

  /** The tokens of text; files may put control tokens among them. */
  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** {@code [ids]}: how many bytes of text each id stands for; 0 for control tokens. */
  int[] byteLengths() {
    return byteLengths.clone();
  }

  /** The {@code tokenizer.json} that encodes one word at a time and does nothing else. */
  String json() {
    ObjectNode root = JSON.objectNode().put("version", "1.0");
    root.putArray("added_tokens");
    root.putObject("pre_tokenizer")
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", false)
        .put("use_regex", false);
    root.set("model", model);
    return root.toString();
  }

  private static boolean isOn(JsonNode setting) {
    return switch (setting.getNodeType()) {
      case MISSING, NULL -> false;
      case BOOLEAN -> setting.booleanValue();
      case NUMBER -> setting.doubleValue() != 0;
      case STRING -> !setting.textValue().isEmpty();
      default -> true;
    };
  }

  private static Normalization normalization(String source, JsonNode normalizer) {
    if (!isOn(normalizer)) {
      return Normalization.NONE;
    }
    if ("NFC".equals(normalizer.path("type").asText())) {
      return Normalization.NFC;
    }
    throw unsupported(source, "normalizer", normalizer, "none and NFC");
  }

  /** Accepts a split by the pattern of {@link PreTokenScanner}, then bytes, and nothing else. */
  private static void checkPreTokenizer(String source, JsonNode preTokenizer) {
    JsonNode steps = preTokenizer.path("pretokenizers");
    JsonNode split = steps.path(0);
    JsonNode bytes = steps.path(1);
    String regex = split.path("pattern").path("Regex").asText();
    if (!PreTokenScanner.knows(regex)) {
      throw unsupported(source, "pre_tokenizer pattern", split.path("pattern"), "that of Qwen2");
    }
    boolean expected =
        steps.size() == 2
            && "Split".equals(split.path("type").asText())
            && "Isolated".equals(split.path("behavior").asText())
            && !split.path("invert").asBoolean()
            && "ByteLevel".equals(bytes.path("type").asText())
            && !bytes.path("add_prefix_space").asBoolean(true)
            && !bytes.path("use_regex").asBoolean(true);
    if (!expected) {
      throw unsupported(
          source, "pre_tokenizer", preTokenizer, "an isolating Split, then ByteLevel");
    }
  }

  private static TokenizerException unsupported(
      String source, String what, JsonNode found, String supported) {
    return TokenizerException.in(
        source,
        "%s is %s, supported is %s. Use a model whose tokenizer does without.",
        what,
        found,
        supported);
  }

  private static int[] byteLengths(
      String source, Vocabulary vocabulary, Set<String> controlTokens) {
    for (int value = 0; value < 256; value++) {
      String letter = String.valueOf(ByteAlphabet.letter(value));
      if (!vocabulary.ids().containsKey(letter)) {
        throw TokenizerException.in(
            source,
            "the vocabulary has no token '%s' for byte %d, so it is damaged or not byte-level."
                + " Use a model with a byte-level BPE tokenizer.",
            letter,
            value);
      }
    }
    int[] lengths = new int[vocabulary.size()];
    vocabulary
        .ids()
        .forEach(
            (token, id) ->
                lengths[id] = controlTokens.contains(token) ? 0 : ByteAlphabet.byteLength(token));
    return lengths;
  }
}
