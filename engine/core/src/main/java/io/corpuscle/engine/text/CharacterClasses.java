package io.corpuscle.engine.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The classes of characters the pre-tokenizer's pattern speaks of, as the tokenizer library knows
 * them. They are read from a file, not asked of the JDK, whose Unicode version changes from release
 * to release: one text has the same tokens on every JDK.
 */
final class CharacterClasses {
  /** Neither letter, number nor white space: {@code [^\s\p{L}\p{N}]}. */
  static final byte SYMBOL = 0;

  /** {@code \p{L}}. */
  static final byte LETTER = 1;

  /** {@code \p{N}}. */
  static final byte NUMBER = 2;

  /** {@code \s} but {@link #NEWLINE}. */
  static final byte SPACE = 3;

  /** {@code [\r\n]}. */
  static final byte NEWLINE = 4;

  /** Where planes without letters, numbers and white space begin. */
  private static final int LIMIT = 0x40000;

  private static final String FILE = "character-classes.txt";
  private static final byte[] CLASSES = read();

  private CharacterClasses() {}

  /** The class of a code point. */
  static byte of(int codePoint) {
    return codePoint < LIMIT ? CLASSES[codePoint] : SYMBOL;
  }

  private static byte[] read() {
    byte[] classes = new byte[LIMIT];
    try (InputStream in = CharacterClasses.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the jar");
      }
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> mark(line, classes));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
    classes['\r'] = NEWLINE;
    classes['\n'] = NEWLINE;
    return classes;
  }

  /** One line of the file: a class and ranges of it, such as {@code N 30-39 B2-B3 B9}. */
  private static void mark(String line, byte[] classes) {
    String[] words = line.split(" ", -1);
    byte type =
        switch (words[0]) {
          case "L" -> LETTER;
          case "N" -> NUMBER;
          case "S" -> SPACE;
          default -> throw new IllegalStateException(FILE + ": no class '" + words[0] + "'");
        };
    for (String range : Arrays.asList(words).subList(1, words.length)) {
      int dash = range.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash), 16);
      int last = Integer.parseInt(range.substring(dash + 1), 16);
      Arrays.fill(classes, first, last + 1, type);
    }
  }
}
