package io.corpuscle.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table that is read on a console as well as it is as Markdown: its columns are of one width. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with the names of its columns; the first is to the left, numbers to the right. */
  TextTable(String... head) {
    rows.add(List.of(head));
  }

  /** With one row more, of as many cells. */
  TextTable row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** Line by line. */
  List<String> lines() {
    int columns = rows.get(0).size();
    List<Integer> widths =
        IntStream.range(0, columns)
            .mapToObj(
                column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toList();
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(line(row, widths));
      if (lines.size() == 1) {
        lines.add(
            IntStream.range(0, columns)
                .mapToObj(column -> "-".repeat(widths.get(column) + 1) + (column == 0 ? "-" : ":"))
                .collect(Collectors.joining("|", "|", "|")));
      }
    }
    return lines;
  }

  private static String line(List<String> row, List<Integer> widths) {
    return IntStream.range(0, row.size())
        .mapToObj(
            column -> {
              String cell = row.get(column);
              String padding = " ".repeat(widths.get(column) - cell.length());
              return column == 0 ? " " + cell + padding + " " : " " + padding + cell + " ";
            })
        .collect(Collectors.joining("|", "|", "|"));
  }
}
