package io.corpuscle.jobs.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rules for prose: a symbol, and what may stand for it.
 *
 * <p>In a resource a symbol stands at the start of a line and its alternatives below it, indented:
 *
 * <pre>
 *   # said of a keeper of records
 *   duty
 *     keep a register of {thing}s
 *     answer every request within {10..30} days
 * </pre>
 *
 * {@link Prose} says what the braces mean. A line {@code ---} ends one grammar and begins the next.
 */
final class Grammar {
  private final String name;
  private final Map<String, List<String>> rules;

  private Grammar(String name, Map<String, List<String>> rules) {
    this.name = name;
    this.rules = rules;
  }

  /** The only grammar of {@code resource}, a file beside this class. */
  static Grammar read(String resource) {
    List<Grammar> grammars = readAll(resource);
    if (grammars.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s holds %d grammars, expected 1; read them with readAll",
              resource,
              grammars.size()));
    }
    return grammars.get(0);
  }

  /** All grammars of {@code resource}, in order. */
  static List<Grammar> readAll(String resource) {
    List<Grammar> grammars = new ArrayList<>();
    Map<String, List<String>> rules = new LinkedHashMap<>();
    List<String> alternatives = new ArrayList<>();
    for (String line : text(resource).lines().toList()) {
      if (line.equals("---")) {
        grammars.add(new Grammar(resource, rules));
        rules = new LinkedHashMap<>();
      } else if (line.startsWith("  ")) {
        alternatives.add(line.strip().replace("\\n", "\n"));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        alternatives = rules.computeIfAbsent(line.strip(), symbol -> new ArrayList<>());
      }
    }
    grammars.add(new Grammar(resource, rules));
    return grammars;
  }

  /** The text of {@code resource}, a UTF-8 file beside this class. */
  static String text(String resource) {
    try (InputStream in = Grammar.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "no resource %s beside %s; the jar is incomplete, build it again",
                resource,
                Grammar.class.getName()));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read resource " + resource, e);
    }
  }

  /** These rules and {@code more}; where both have a symbol, {@code more} decides. */
  Grammar with(Grammar more) {
    Map<String, List<String>> both = new LinkedHashMap<>(rules);
    both.putAll(more.rules);
    return new Grammar(name + " with " + more.name, both);
  }

  /** What may stand for {@code symbol}; never empty. */
  List<String> alternatives(String symbol) {
    List<String> alternatives = rules.getOrDefault(symbol, List.of());
    if (alternatives.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has no alternatives for {%s}; add a rule or bind the name before it is said",
              name,
              symbol));
    }
    return alternatives;
  }
}
