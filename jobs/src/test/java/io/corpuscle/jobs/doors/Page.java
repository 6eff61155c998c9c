package io.corpuscle.jobs.doors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

  /** Whether it sets a key as code, whole or as a part of a longer one: {@code journal.tokens}. */
  public boolean names(String key) {
    String last = key.substring(key.lastIndexOf('.', key.length() - 2) + 1);
    return Stream.of(key, last)
        .anyMatch(
            name -> Pattern.compile("[`.]" + Pattern.quote(name) + "[`.]").matcher(text).find());
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
