package io.corpuscle.engine.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Opens the tokenizer whose files lie in a model's directory. {@code tokenizer_config.json} is
 * always read; beside it lies, by kind,
 *
 * <ul>
 *   <li>{@code tokenizer.json}, a byte-level BPE tokenizer;
 *   <li>{@code vocab.json} and {@code merges.txt}, if its {@code tokenizer_class} is {@code
 *       Qwen2Tokenizer};
 *   <li>nothing, if its {@code tokenizer_class} is {@code CharacterTokenizer}: it holds {@code
 *       vocab}, {@code unk_token} and {@code case_sensitive} itself.
 * </ul>
 *
 * <p>Byte-level tokenizers need a native library. Its first use unpacks 14 MB into the directory
 * that the environment variable {@code ENGINE_CACHE_DIR} or {@code DJL_CACHE_DIR} names, else into
 * {@code ~/.djl.ai}, or below the JVM's temporary directory where the home cannot be written.
 * Nothing is fetched from or sent to the network.
 *
 * <p>The token that opens every document is {@code eos_token}, which in training stood between one
 * document and the next.
 */
public final class TokenizerFiles {
  private static final String CONFIG = "tokenizer_config.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String VOCABULARY = "vocab.json";
  private static final String MERGES = "merges.txt";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path directory;
  private final JsonNode config;

  private TokenizerFiles(Path directory) {
    this.directory = directory;
    this.config = json(CONFIG);
  }

  /**
   * Opens a model's tokenizer, whichever kind it is.
   *
   * @throws TokenizerException if files are missing, damaged, contradict one another or ask for
   *     what is not supported, or if the native library does not load
   */
  public static Tokenizer open(Path modelDirectory) {
    TokenizerFiles files = new TokenizerFiles(modelDirectory);
    String type = files.config.path("tokenizer_class").asText();
    boolean hasTokenizer = files.has(TOKENIZER);
    boolean hasPairs = files.has(VOCABULARY) || files.has(MERGES);
    if (type.equals("CharacterTokenizer")) {
      if (hasTokenizer || hasPairs) {
        throw TokenizerException.in(
            files.path(CONFIG),
            "tokenizer_class is CharacterTokenizer, but %s lies beside it. Remove one of the two.",
            hasTokenizer ? TOKENIZER : VOCABULARY + " or " + MERGES);
      }
      return files.characters();
    }
    if (hasTokenizer) {
      return files.byteLevel();
    }
    if (!hasPairs) {
      throw TokenizerException.in(
          modelDirectory,
          "it has neither %s nor %s with %s. Copy them from where the model is from.",
          TOKENIZER,
          VOCABULARY,
          MERGES);
    }
    // Only the class says how text is normalised and split; the files do not.
    if (!type.startsWith("Qwen2Tokenizer")) {
      throw TokenizerException.in(
          files.path(CONFIG),
          "tokenizer_class is '%s', but %s with %s is read for Qwen2Tokenizer only. Add a %s.",
          type,
          VOCABULARY,
          MERGES,
          TOKENIZER);
    }
    return files.qwen2();
  }

  private Tokenizer byteLevel() {
    JsonNode root = json(TOKENIZER);
    ByteLevelDefinition definition =
        ByteLevelDefinition.ofTokenizerJson(path(TOKENIZER).toString(), root);
    Map<String, Integer> ids = new HashMap<>(definition.vocabulary().ids());
    for (JsonNode token : root.path("added_tokens")) {
      ids.put(token.path("content").asText(), token.path("id").asInt());
    }
    return new ByteLevelTokenizer(definition, documentStart(ids));
  }

  private Tokenizer qwen2() {
    ByteLevelDefinition definition =
        ByteLevelDefinition.ofQwen2(
            path(VOCABULARY).toString(), json(VOCABULARY), read(MERGES).lines().toList());
    Map<String, Integer> ids = new HashMap<>(definition.vocabulary().ids());
    for (Map.Entry<String, JsonNode> token : config.path("added_tokens_decoder").properties()) {
      ids.put(token.getValue().path("content").asText(), Integer.valueOf(token.getKey()));
    }
    return new ByteLevelTokenizer(definition, documentStart(ids));
  }

  private Tokenizer characters() {
    Vocabulary vocabulary = Vocabulary.of(path(CONFIG).toString(), config.path("vocab"));
    Map<String, Integer> ids = vocabulary.ids();
    String unknown = config.path("unk_token").asText();
    Integer unknownId = ids.get(unknown);
    if (unknownId == null) {
      throw TokenizerException.in(
          path(CONFIG), "unk_token '%s' is not in vocab. Add it there, or name another.", unknown);
    }
    Map<Integer, Integer> characters = new HashMap<>();
    for (Map.Entry<String, Integer> token : ids.entrySet()) {
      // What is longer than a character is a control token.
      if (token.getKey().codePointCount(0, token.getKey().length()) == 1) {
        int c = token.getKey().codePointAt(0);
        know(characters, c, token.getValue());
        if (!config.path("case_sensitive").asBoolean(true)) {
          know(characters, Character.toLowerCase(c), token.getValue());
          know(characters, Character.toUpperCase(c), token.getValue());
        }
      }
    }
    return new CharacterTokenizer(characters, unknownId, vocabulary.size(), documentStart(ids));
  }

  private void know(Map<Integer, Integer> characters, int c, int id) {
    Integer other = characters.put(c, id);
    if (other != null && other != id) {
      throw TokenizerException.in(
          path(CONFIG),
          "'%s' has the ids %d and %d, but case_sensitive is false. Set it to true.",
          Character.toString(c),
          other,
          id);
    }
  }

  private int documentStart(Map<String, Integer> ids) {
    JsonNode eos = config.path("eos_token");
    String token = eos.isObject() ? eos.path("content").asText() : eos.asText();
    Integer id = ids.get(token);
    if (id == null) {
      throw TokenizerException.in(
          path(CONFIG),
          "eos_token '%s', which opens documents, has no id among the %d tokens. Name one.",
          token,
          ids.size());
    }
    return id;
  }

  private boolean has(String name) {
    return Files.exists(path(name));
  }

  private Path path(String name) {
    return directory.resolve(name);
  }

  private JsonNode json(String name) {
    try {
      return MAPPER.readTree(read(name));
    } catch (JsonProcessingException e) {
      throw new TokenizerException(
          path(name) + " is not valid JSON: " + e.getOriginalMessage() + ". Fetch it again.", e);
    }
  }

  private String read(String name) {
    if (!has(name)) {
      throw new TokenizerException(
          path(name) + " is missing. Copy it from where the model is from.");
    }
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(path(name) + " cannot be read", e);
    }
  }
}
