package io.corpuscle.engine.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tokenizer library doing everything itself, on one piece of text: what ours must equal. */
final class LibraryTokenizer {
  private static final TokenizersLibrary LIBRARY = NativeTokenizers.library();
  private final long handle;

  /** Of a whole {@code tokenizer.json}. */
  LibraryTokenizer(String json) {
    handle = LIBRARY.createTokenizerFromString(json);
  }

  /** Of a model's files, splitting and normalising as it does, without any added tokens. */
  static LibraryTokenizer of(ByteLevelDefinition definition) {
    try {
      ObjectNode root = (ObjectNode) new ObjectMapper().readTree(definition.json());
      root.set("pre_tokenizer", TinyModels.preTokenizer());
      if (definition.normalization() == ByteLevelTokenizer.Normalization.NFC) {
        root.putObject("normalizer").put("type", "NFC");
      }
      return new LibraryTokenizer(root.toString());
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Splits by a pattern and does nothing else; its only id is 0. */
  static LibraryTokenizer splitting(String regex) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("version", "1.0");
    root.putArray("added_tokens");
    ObjectNode split = root.putObject("pre_tokenizer").put("type", "Split");
    split.put("behavior", "Isolated").put("invert", false);
    split.putObject("pattern").put("Regex", regex);
    ObjectNode model = root.putObject("model").put("type", "WordLevel").put("unk_token", "?");
    model.putObject("vocab").put("?", 0);
    return new LibraryTokenizer(root.toString());
  }

  List<Integer> ids(String text) {
    long encoding = LIBRARY.encode(handle, text, false);
    int[] ids = Arrays.stream(LIBRARY.getTokenIds(encoding)).mapToInt(Math::toIntExact).toArray();
    LIBRARY.deleteEncoding(encoding);
    return Arrays.stream(ids).boxed().toList();
  }

  /** Where each token ends, in code points. */
  List<Integer> ends(String text) {
    long encoding = LIBRARY.encode(handle, text, false);
    List<Integer> ends = new ArrayList<>();
    for (CharSpan span : LIBRARY.getTokenCharSpans(encoding)) {
      ends.add(span.getEnd());
    }
    LIBRARY.deleteEncoding(encoding);
    return ends;
  }
}
