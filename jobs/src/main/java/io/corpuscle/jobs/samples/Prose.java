package io.corpuscle.jobs.samples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * A grammar being spoken: chooses among alternatives and remembers names.
 *
 * <p>In an alternative,
 *
 * <pre>
 *   {thing}          the bound name, or else an expansion of the symbol
 *   {x=thing}        an expansion, bound to x until the saying ends
 *   {^thing}         with a capital first letter
 *   {a thing}        with "a" or "an" before it, by its first letter (8 is a vowel)
 *   {list 3 duty}    three different expansions as "(1) …; (2) …; and (3) …", a line each
 *   {either 3 duty}  the same with "or"
 *   {5..30}          a number; {0.5..2.0} with as many decimals; {5..30/5} in steps
 *   {$100..900/50}   an amount, with thousands separated
 * </pre>
 *
 * An alternative comes again only after all others of its symbol have been used.
 */
final class Prose {
  private final Grammar grammar;
  private final Random random;
  private final Map<String, List<String>> unused = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  Prose(Grammar grammar, Random random) {
    this.grammar = grammar;
    this.random = random;
  }

  /** From now on {@code {name}} is {@code value}. */
  Prose let(String name, String value) {
    names.put(name, value);
    return this;
  }

  /** One expansion of {@code symbol}. */
  String say(String symbol) {
    return say(symbol, 1).get(0);
  }

  /** {@code count} different expansions of {@code symbol}, in the order of its alternatives. */
  List<String> say(String symbol, int count) {
    Map<String, String> scope = new HashMap<>(names);
    return draw(symbol, count).stream().map(chosen -> expand(chosen, scope)).toList();
  }

  /**
   * The first alternative of {@code symbol}, which opens the matter, and then all others or one or
   * two fewer; in their order.
   */
  List<String> sayMost(String symbol) {
    List<String> most = new ArrayList<>(grammar.alternatives(symbol));
    for (int less = number(0, Math.min(2, most.size() - 1)); less > 0; less--) {
      most.remove(number(1, most.size() - 1));
    }
    return most.stream().map(chosen -> expand(chosen, new HashMap<>(names))).toList();
  }

  /** A number from {@code low} to {@code high}, both included. */
  int number(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  private List<String> draw(String symbol, int count) {
    List<String> alternatives = grammar.alternatives(symbol);
    if (alternatives.size() < count) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "{%s} has %d alternatives, %d different ones are wanted; write more",
              symbol,
              alternatives.size(),
              count));
    }
    List<String> left = unused.computeIfAbsent(symbol, s -> new ArrayList<>(alternatives));
    List<String> drawn = new ArrayList<>();
    while (drawn.size() < count) {
      if (left.isEmpty()) {
        left.addAll(alternatives);
        left.removeAll(drawn);
      }
      drawn.add(left.remove(random.nextInt(left.size())));
    }
    drawn.sort(Comparator.comparingInt(alternatives::indexOf));
    return drawn;
  }

  private String expand(String template, Map<String, String> scope) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int open = template.indexOf('{'); open >= 0; open = template.indexOf('{', at)) {
      int close = template.indexOf('}', open);
      out.append(template, at, open).append(slot(template.substring(open + 1, close), scope));
      at = close + 1;
    }
    return out.append(template, at, template.length()).toString();
  }

  private String slot(String slot, Map<String, String> scope) {
    if (slot.startsWith("^")) {
      String said = slot(slot.substring(1), scope);
      return said.substring(0, 1).toUpperCase(Locale.ROOT) + said.substring(1);
    }
    if (slot.startsWith("a ")) {
      String said = slot(slot.substring(2), scope);
      return ("aeiou8".indexOf(said.charAt(0)) >= 0 ? "an " : "a ") + said;
    }
    if (slot.startsWith("list ") || slot.startsWith("either ")) {
      String[] words = slot.split(" ");
      String last = words[0].equals("list") ? "; and" : "; or";
      return list(draw(words[2], Integer.parseInt(words[1])), last, scope);
    }
    if (slot.contains("..")) {
      return number(slot);
    }
    int equals = slot.indexOf('=');
    if (equals > 0) {
      String said = slot(slot.substring(equals + 1), scope);
      scope.put(slot.substring(0, equals), said);
      return said;
    }
    String bound = scope.get(slot);
    return bound != null ? bound : expand(draw(slot, 1).get(0), scope);
  }

  private String list(List<String> items, String last, Map<String, String> scope) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      String end = i == items.size() - 1 ? "." : i == items.size() - 2 ? last : ";";
      out.append(
          String.format(Locale.ROOT, "\n  (%d) %s%s", i + 1, expand(items.get(i), scope), end));
    }
    return out.toString();
  }

  /** {@code [$]low..high[/step]}; all in integers, so that no rounding and no locale decides. */
  private String number(String range) {
    boolean amount = range.startsWith("$");
    int dots = range.indexOf("..");
    int slash = range.indexOf('/');
    String low = range.substring(amount ? 1 : 0, dots);
    String high = range.substring(dots + 2, slash < 0 ? range.length() : slash);
    int step = slash < 0 ? 1 : Integer.parseInt(range.substring(slash + 1));
    int point = low.indexOf('.');
    int from = Integer.parseInt(low.replace(".", ""));
    int to = Integer.parseInt(high.replace(".", ""));
    String digits = Integer.toString(from + step * random.nextInt((to - from) / step + 1));
    if (amount) {
      return "$" + digits.replaceAll("(?<=\\d)(?=(\\d{3})+$)", ",");
    }
    if (point < 0) {
      return digits;
    }
    int decimals = low.length() - point - 1;
    String padded = "0".repeat(Math.max(0, decimals + 1 - digits.length())) + digits;
    int whole = padded.length() - decimals;
    return padded.substring(0, whole) + "." + padded.substring(whole);
  }
}
