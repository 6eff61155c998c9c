package io.corpuscle.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files beside the weights that who reads a checkpoint made of another needs as they are. */
public final class Companions {
  private static final List<String> NAMES =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "tokenizer.model",
          "vocab.json",
          "merges.txt",
          "added_tokens.json",
          "special_tokens_map.json",
          "chat_template.jinja",
          "generation_config.json",
          "LICENSE");

  private Companions() {}

  /** Copies the tokenizer's files, and whatever else goes with a model as it is. */
  public static void copy(Path source, Path target) throws IOException {
    for (String name : NAMES) {
      Path file = source.resolve(name);
      if (Files.isRegularFile(file)) {
        Files.copy(file, target.resolve(name));
      }
    }
  }
}
