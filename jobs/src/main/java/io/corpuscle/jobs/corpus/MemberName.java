package io.corpuscle.jobs.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Spells the name of a member of an archive, which may be anything, so that it is an id and no way
 * to anywhere: parts that lead elsewhere ({@code ..}, {@code .} and empty ones, as at the beginning
 * of an absolute path), backslashes, and what is not printable stand as {@code %} and their bytes
 * in hexadecimal. A {@code ./} at the beginning, as tar writes it, says nothing and is left out.
 */
final class MemberName {
  private MemberName() {}

  static String safe(String name) {
    String plain = name;
    while (plain.startsWith("./")) {
      plain = plain.substring(2);
    }
    return Arrays.stream(plain.split("/", -1))
        .map(MemberName::part)
        .collect(Collectors.joining("/"));
  }

  private static String part(String part) {
    if (part.isEmpty()) {
      return "%2F";
    }
    if (part.equals(".") || part.equals("..")) {
      return part.replace(".", "%2E");
    }
    StringBuilder safe = new StringBuilder();
    part.codePoints()
        .forEach(
            c -> {
              if (printable(c)) {
                safe.appendCodePoint(c);
              } else {
                escape(c, safe);
              }
            });
    return safe.toString();
  }

  private static void escape(int c, StringBuilder safe) {
    for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
      safe.append(String.format(Locale.ROOT, "%%%02X", b));
    }
  }

  /** Neither a control nor something that hides or changes direction, nor a separator of paths. */
  private static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> c != '\\';
    };
  }
}
