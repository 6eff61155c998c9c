package io.corpuscle.engine.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Tokens and their ids, as a JSON object of a tokenizer's files lists them. */
record Vocabulary(Map<String, Integer> ids) {

  Vocabulary {
    ids = Map.copyOf(ids);
  }

  /** Reads {@code {"token": id, …}}; {@code source} names the file in errors. */
  static Vocabulary of(String source, JsonNode tokens) {
    Map<String, Integer> ids = new HashMap<>();
    Map<Integer, String> seen = new HashMap<>();
    for (Map.Entry<String, JsonNode> token : tokens.properties()) {
      JsonNode id = token.getValue();
      if (!id.canConvertToInt() || !id.isIntegralNumber() || id.intValue() < 0) {
        throw TokenizerException.in(
            source,
            "the id of token '%s' is %s, not a number from 0 on. Fetch the file again.",
            token.getKey(),
            id);
      }
      String other = seen.put(id.intValue(), token.getKey());
      if (other != null) {
        throw TokenizerException.in(
            source,
            "tokens '%s' and '%s' share the id %s. Fetch the file again.",
            other,
            token.getKey(),
            id);
      }
      ids.put(token.getKey(), id.intValue());
    }
    return new Vocabulary(ids);
  }

  /** One more than the largest id. */
  int size() {
    return ids.values().stream().mapToInt(id -> id + 1).max().orElse(0);
  }
}
