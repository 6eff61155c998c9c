package io.corpuscle.jobs.doors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A page of the documentation, for what it shows to be run as it stands. */
public final class Page {
  private final String text;

  private Page(String text) {
    this.text = text;
  }

  /**
   * Reads a page.
   *
   * @param name its path from the root of the project
   */
  public static Page read(String name) throws IOException {
    return new Page(Files.readString(Path.of(System.getProperty("corpuscle.root"), name)));
  }

  /** All of it. */
  public String text() {
    return text;
  }

  /** What is set as code in its sentences and tables; that of {@code .tokens} without the point. */
  public List<String> codes() {
    return Pattern.compile("`\\.?([^`\n]+)`")
        .matcher(text)
        .results()
        .map(code -> code.group(1))
        .toList();
  }

  /** What is shown in a language, in its order. */
  public List<String> shown(String language) {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
