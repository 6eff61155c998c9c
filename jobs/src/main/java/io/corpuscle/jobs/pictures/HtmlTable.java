package io.corpuscle.jobs.pictures;

import java.util.List;
import java.util.stream.Collectors;

/** A table of a page, row by row. */
final class HtmlTable {
  private final StringBuilder html;

  private HtmlTable(String open) {
    this.html = new StringBuilder(open);
  }

  /** A name and what it is, in each row. */
  static HtmlTable ofFacts() {
    return new HtmlTable("<table>\n");
  }

  /** Numbers under a head, each row with a name. */
  static HtmlTable ofNumbers(String... head) {
    return new HtmlTable(
        "<table class=\"numbers\">\n<thead>" + row("th", List.of(head)) + "</thead>\n");
  }

  HtmlTable row(String... cells) {
    html.append(row("td", List.of(cells))).append('\n');
    return this;
  }

  String html() {
    return html + "</table>\n";
  }

  private static String row(String tag, List<String> cells) {
    return cells.stream()
        .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
        .collect(Collectors.joining("", "<tr>", "</tr>"));
  }

  /** Text as it may stand in an element or between quotes. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
