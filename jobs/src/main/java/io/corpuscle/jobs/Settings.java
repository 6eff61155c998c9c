package io.corpuscle.jobs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The keys and values of a YAML file, with those given on the command line over them. Every value
 * is asked for by its type; what does not fit is refused with its source and its key.
 */
final class Settings {
  private static final String COMMAND_LINE = "--set";

  /** How many keys lead to a value at most. */
  private static final int DEPTH = 3;

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final ObjectNode values;

  private final String source;

  /** Where each key's value is from, for messages; if not told, from {@link #source}. */
  private final Map<String, String> sources;

  private Settings(ObjectNode values, String source, Map<String, String> sources) {
    this.values = values;
    this.source = source;
    this.sources = sources;
  }

  /**
   * Reads a file, puts {@code overrides} over it and refuses keys that nobody knows.
   *
   * @param overrides {@code key=value}, the value in YAML; a key of a map is {@code map.key}, of a
   *     map in it {@code map.map.key}
   * @param known all keys there are
   */
  static Settings read(Path file, List<String> overrides, Set<String> known) {
    ObjectNode values = tree(file);
    Map<String, String> sources = new HashMap<>();
    values.fieldNames().forEachRemaining(key -> sources.put(key, file.toString()));
    for (String override : overrides) {
      String key = override(values, override);
      sources.put(key, COMMAND_LINE);
    }
    sources.forEach((key, source) -> requireKnown(source, key, known));
    return new Settings(values, file.toString(), sources);
  }

  /** Takes keys and values that were written before, as a run's manifest has them. */
  static Settings of(String source, Map<String, Object> values) {
    return new Settings(YAML.valueToTree(values), source, Map.of());
  }

  private static ObjectNode tree(Path file) {
    try {
      JsonNode root = YAML.readTree(Files.readAllBytes(file));
      if (root instanceof ObjectNode object) {
        return object;
      }
      throw new ConfigException(file + " holds no keys. See conf/jobs for examples.");
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          String.format(
              Locale.ROOT, "There is no file %s in %s.", file, Path.of("").toAbsolutePath()),
          e);
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "%s, line %d: %s",
              file,
              e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
              e.getOriginalMessage().lines().findFirst().orElse("not valid YAML")),
          e);
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Puts one {@code key=value} into the tree and gives its top-level key. */
  private static String override(ObjectNode values, String override) {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new ConfigException(COMMAND_LINE + " " + override + ": write it as key=value.");
    }
    String key = override.substring(0, equals);
    JsonNode value = value(override.substring(equals + 1));
    List<String> steps = steps(key);
    ObjectNode map = values;
    for (String outer : steps.subList(0, steps.size() - 1)) {
      map = map.get(outer) instanceof ObjectNode object ? object : map.putObject(outer);
    }
    map.set(steps.get(steps.size() - 1), value);
    return steps.get(0);
  }

  /** The way to a value: a map may be in a map, and what is in that may have dots in its name. */
  private static List<String> steps(String key) {
    return List.of(key.split("\\.", DEPTH));
  }

  private static JsonNode value(String text) {
    try {
      JsonNode value = YAML.readTree(text);
      return value.isMissingNode() ? YAML.getNodeFactory().textNode("") : value;
    } catch (JsonProcessingException e) {
      // Not every path is valid YAML: *.txt is not.
      return YAML.getNodeFactory().textNode(text);
    }
  }

  private static void requireKnown(String source, String key, Set<String> known) {
    if (!known.contains(key)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "%s: there is no key '%s'. The nearest is '%s'; all are %s.",
              source,
              key,
              Nearest.to(key, known),
              String.join(", ", new TreeSet<>(known))));
    }
  }

  Optional<String> text(String key) {
    return value(key, "text").map(value -> scalar(key, value));
  }

  String requiredText(String key, String meaning) {
    return text(key).filter(value -> !value.isBlank()).orElseThrow(() -> missing(key, meaning));
  }

  boolean flag(String key, boolean otherwise) {
    return value(key, "true or false")
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw wrongType(key, value, "true or false");
              }
              return value.booleanValue();
            })
        .orElse(otherwise);
  }

  OptionalInt number(String key) {
    Optional<JsonNode> value = value(key, "a whole number");
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!value.get().isIntegralNumber() || !value.get().canConvertToInt()) {
      throw wrongType(key, value.get(), "a whole number");
    }
    return OptionalInt.of(value.get().intValue());
  }

  OptionalLong bytes(String key) {
    return whole(key, "a number of bytes");
  }

  OptionalLong count(String key) {
    return whole(key, "a whole number");
  }

  private OptionalLong whole(String key, String expected) {
    Optional<JsonNode> value = value(key, expected);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!value.get().isIntegralNumber() || !value.get().canConvertToLong()) {
      throw wrongType(key, value.get(), expected);
    }
    return OptionalLong.of(value.get().longValue());
  }

  double requiredPositive(String key, String meaning) {
    JsonNode value = value(key, meaning).orElseThrow(() -> missing(key, meaning));
    if (!value.isNumber() || !(value.doubleValue() > 0) || Double.isInfinite(value.doubleValue())) {
      throw wrongType(key, value, "a number above 0");
    }
    return value.doubleValue();
  }

  /** One text or a list of them; at least one. */
  List<String> texts(String key, String meaning) {
    JsonNode value = value(key, meaning).orElseThrow(() -> missing(key, meaning));
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(element -> texts.add(scalar(key, element)));
    } else {
      texts.add(scalar(key, value));
    }
    if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
      throw missing(key, meaning);
    }
    return texts;
  }

  /** One text, a list of them, or nothing. */
  List<String> textsIfAny(String key) {
    return value(key, "a list of names").isEmpty() ? List.of() : texts(key, "a list of names");
  }

  /** The texts of a map whose keys may be any; none if there is no such map. */
  SortedMap<String, String> textsByName(String key) {
    SortedMap<String, String> texts = new TreeMap<>();
    Optional<JsonNode> map = value(key, "a map");
    if (map.isEmpty()) {
      return texts;
    }
    if (!map.get().isObject()) {
      throw wrongType(key, map.get(), "a map");
    }
    for (Map.Entry<String, JsonNode> entry : map.get().properties()) {
      JsonNode value = entry.getValue();
      String name = key + "." + entry.getKey();
      texts.put(entry.getKey(), value.isBoolean() ? value.asText() : scalar(name, value));
    }
    return texts;
  }

  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return text(key).map(name -> constant(key, name, type));
  }

  /** A text for each constant: a map from their names, or one text for all. */
  <E extends Enum<E>> Map<E, String> textByChoice(String key, Class<E> type, String meaning) {
    JsonNode value = value(key, meaning).orElseThrow(() -> missing(key, meaning));
    if (!value.isObject()) {
      String all = scalar(key, value);
      return Arrays.stream(type.getEnumConstants())
          .collect(Collectors.toMap(constant -> constant, constant -> all));
    }
    Map<E, String> texts = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      E constant = constant(key, entry.getKey(), type);
      texts.put(constant, scalar(key + "." + entry.getKey(), entry.getValue()));
    }
    if (texts.isEmpty()) {
      throw missing(key, meaning);
    }
    return texts;
  }

  /** The message with where the key's value is from. */
  ConfigException refused(String key, String message) {
    return new ConfigException(source(key) + ": " + message);
  }

  private <E extends Enum<E>> E constant(String key, String name, Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    key,
                    String.format(
                        Locale.ROOT,
                        "'%s' is or names '%s'; there are %s.",
                        key,
                        name,
                        Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", ")))));
  }

  /**
   * Whether there is a map of that key, whose keys are {@code key.…} here.
   *
   * @param known all keys there are in it
   */
  boolean hasMap(String key, Set<String> known) {
    Optional<JsonNode> map = value(key, "a map");
    if (map.isEmpty()) {
      return false;
    }
    if (!map.get().isObject()) {
      throw wrongType(key, map.get(), "a map of " + String.join(", ", new TreeSet<>(known)));
    }
    for (Map.Entry<String, JsonNode> entry : map.get().properties()) {
      requireKnown(source(key) + ", " + key, entry.getKey(), known);
    }
    return true;
  }

  private Optional<JsonNode> value(String key, String expected) {
    List<String> steps = steps(key);
    JsonNode outer = values;
    for (String step : steps.subList(0, steps.size() - 1)) {
      outer = outer.path(step);
    }
    Optional<JsonNode> value = Optional.ofNullable(outer.get(steps.get(steps.size() - 1)));
    if (value.isPresent() && value.get().isNull()) {
      throw wrongType(key, value.get(), expected);
    }
    return value;
  }

  private String scalar(String key, JsonNode value) {
    if (!value.isTextual() && !value.isNumber()) {
      throw wrongType(key, value, "text");
    }
    return value.asText();
  }

  private ConfigException wrongType(String key, JsonNode value, String expected) {
    return refused(
        key,
        String.format(
            Locale.ROOT,
            "'%s' is %s and must be %s.",
            key,
            value.isNull() ? "empty" : value,
            expected));
  }

  private ConfigException missing(String key, String meaning) {
    return refused(key, String.format(Locale.ROOT, "'%s' is missing: %s.", key, meaning));
  }

  private String source(String key) {
    return sources.getOrDefault(steps(key).get(0), source);
  }
}
