package io.corpuscle.jobs.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a GenBank record says beside its sequence, as JSON:
 *
 * <pre>
 *   {"features": [{"key": "CDS", "location": "687..3158",
 *                  "qualifiers": {"gene": ["AXL2"], "note": ["..."]}}, ...],
 *    "annotations": {"LOCUS": ["..."], "DEFINITION": ["..."], "AUTHORS": ["...", "..."], ...}}
 * </pre>
 *
 * <p>Lines that a value was broken into are one again; every key and qualifier is a list, for it
 * may come more than once.
 */
final class GenBankMetadata {
  /** The column in which an annotation's value begins. */
  private static final int VALUE = 12;

  /** The columns in which a feature's key and its location or qualifiers begin. */
  private static final int FEATURE = 5;

  private static final int QUALIFIER = 21;

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;
  private final Map<String, List<String>> annotations = new LinkedHashMap<>();
  private final Map<String, List<String>> qualifiers = new LinkedHashMap<>();
  private final StringBuilder value = new StringBuilder();

  /** What {@link #value} belongs to. */
  private String name = "";

  private String key = "";
  private String location = "";
  private boolean inFeatures;
  private boolean inLocation;

  GenBankMetadata() {
    try {
      json = new JsonFactory().createGenerator(text);
      json.writeStartObject();
      json.writeArrayFieldStart("features");
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
  }

  /** Takes the next line, without white space at its end. */
  void line(String line) {
    if (line.isEmpty()) {
      return;
    }
    if (line.charAt(0) != ' ') {
      endValue();
      endFeature();
      inFeatures = line.startsWith("FEATURES");
    }
    if (!inFeatures) {
      annotation(line);
    } else if (line.charAt(0) == ' ') {
      feature(line);
    }
  }

  private void annotation(String line) {
    String keyword = line.substring(0, Math.min(VALUE, line.length())).strip();
    String rest = line.substring(Math.min(VALUE, line.length())).strip();
    if (keyword.isEmpty()) {
      value.append(value.isEmpty() ? "" : name.equals("COMMENT") ? "\n" : " ").append(rest);
    } else {
      endValue();
      name = keyword;
      value.append(rest);
    }
  }

  private void feature(String line) {
    String rest = line.substring(Math.min(QUALIFIER, line.length())).strip();
    if (line.length() > FEATURE && line.substring(0, FEATURE).isBlank() && line.charAt(5) != ' ') {
      endValue();
      endFeature();
      String[] words = line.strip().split("\\s+", 2);
      key = words[0];
      inLocation = true;
      value.append(words.length > 1 ? words[1] : "");
    } else if (rest.startsWith("/") && !quoteIsOpen()) {
      endValue();
      int equals = rest.indexOf('=');
      name = rest.substring(1, equals < 0 ? rest.length() : equals);
      value.append(equals < 0 ? "" : rest.substring(equals + 1));
    } else {
      boolean words = !inLocation && !name.equals("translation");
      value.append(words && !value.isEmpty() ? " " : "").append(line.strip());
    }
  }

  private boolean quoteIsOpen() {
    return !inLocation && value.chars().filter(c -> c == '"').count() % 2 == 1;
  }

  /** What {@link #value} has is complete. */
  private void endValue() {
    String whole = value.toString();
    value.setLength(0);
    if (inLocation) {
      location = whole;
      inLocation = false;
    } else if (!name.isEmpty()) {
      Map<String, List<String>> of = inFeatures ? qualifiers : annotations;
      of.computeIfAbsent(name, n -> new ArrayList<>()).add(inFeatures ? unquoted(whole) : whole);
    }
    name = "";
  }

  private static String unquoted(String value) {
    return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1).replace("\"\"", "\"")
        : value;
  }

  private void endFeature() {
    if (key.isEmpty()) {
      return;
    }
    try {
      json.writeStartObject();
      json.writeStringField("key", key);
      json.writeStringField("location", location);
      json.writeObjectFieldStart("qualifiers");
      write(qualifiers);
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    key = "";
    qualifiers.clear();
  }

  private void write(Map<String, List<String>> lists) throws IOException {
    for (Map.Entry<String, List<String>> list : lists.entrySet()) {
      json.writeArrayFieldStart(list.getKey());
      for (String element : list.getValue()) {
        json.writeString(element);
      }
      json.writeEndArray();
    }
  }

  /** All of it, after the last line. */
  String json() {
    endValue();
    endFeature();
    try {
      json.writeEndArray();
      json.writeObjectFieldStart("annotations");
      write(annotations);
      json.writeEndObject();
      json.writeEndObject();
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return text.toString();
  }
}
