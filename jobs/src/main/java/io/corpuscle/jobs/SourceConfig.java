package io.corpuscle.jobs;

import io.corpuscle.engine.reading.Content;
import io.corpuscle.jobs.table.TableOrigin;
import io.corpuscle.jobs.table.TableSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Documents from a table: the map {@code source} of a configuration. */
final class SourceConfig {
  static final String SOURCE = "source";
  private static final String TABLE = "source.table";
  private static final String QUERY = "source.query";
  private static final String FORMAT = "source.format";
  private static final String PATH = "source.path";
  private static final String WHERE = "source.where";
  private static final String ID = "source.id";
  private static final String TEXT = "source.text";
  private static final String TOKENS = "source.tokens";
  private static final String METADATA = "source.metadata";
  private static final String OPTIONS = "source.options";

  /** As Spark's own {@code spark.redaction.regex}. */
  private static final Pattern SECRET = Pattern.compile("(?i)secret|password|token|access[.]?key");

  private SourceConfig() {}

  /**
   * Reads the map, if there is one.
   *
   * @throws ConfigException if it names no table, or more than one, or two columns for the content
   */
  static Optional<TableSource> of(Settings settings) {
    boolean given =
        settings.hasMap(
            SOURCE,
            Set.of(
                "table",
                "query",
                "format",
                "path",
                "where",
                "id",
                "text",
                "tokens",
                "metadata",
                "options"));
    if (!given) {
      return Optional.empty();
    }
    Optional<String> text = settings.text(TEXT);
    Optional<String> tokens = settings.text(TOKENS);
    if (text.isPresent() && tokens.isPresent()) {
      throw settings.refused(
          SOURCE,
          String.format(
              Locale.ROOT,
              "'%s' is '%s' and '%s' is '%s', and a document is one of them. Leave the other out.",
              TEXT,
              text.get(),
              TOKENS,
              tokens.get()));
    }
    TableOrigin origin = origin(settings);
    SortedMap<String, String> options = settings.textsByName(OPTIONS);
    if (origin instanceof TableOrigin.Query && !options.isEmpty()) {
      throw settings.refused(
          SOURCE,
          String.format(
              Locale.ROOT,
              "'%s' are %s, and the tables of '%s' take none. Write them in the query, as VERSION AS OF.",
              OPTIONS,
              options,
              QUERY));
    }
    options.keySet().forEach(key -> requireNoSecret(settings, key));
    return Optional.of(
        new TableSource(
            origin,
            settings.text(WHERE),
            settings.text(ID).orElse("id"),
            tokens.isPresent() ? Content.TOKEN_IDS : Content.TEXT,
            tokens.or(() -> text).orElse("text"),
            settings.textsIfAny(METADATA),
            options));
  }

  /** A configuration is written into the manifest of its run. */
  private static void requireNoSecret(Settings settings, String option) {
    if (SECRET.matcher(option).find()) {
      throw settings.refused(
          SOURCE,
          String.format(
              Locale.ROOT,
              "'%s.%s' looks like a secret, and every run writes its configuration down. Give it to Spark, as spark.hadoop.%s.",
              OPTIONS,
              option,
              option));
    }
  }

  private static TableOrigin origin(Settings settings) {
    Optional<String> table = settings.text(TABLE);
    Optional<String> query = settings.text(QUERY);
    Optional<String> format = settings.text(FORMAT);
    Optional<String> path = settings.text(PATH);
    boolean atPath = format.isPresent() || path.isPresent();
    List<Boolean> given = List.of(table.isPresent(), query.isPresent(), atPath);
    if (given.stream().filter(is -> is).count() != 1 || format.isPresent() != path.isPresent()) {
      throw settings.refused(
          SOURCE,
          String.format(
              Locale.ROOT,
              "'%s' has %s, and must have one of table, query, or format with path.",
              SOURCE,
              given(table, query, format, path)));
    }
    return table
        .<TableOrigin>map(TableOrigin.Named::new)
        .or(() -> query.map(TableOrigin.Query::new))
        .orElseGet(() -> new TableOrigin.AtPath(format.orElseThrow(), path.orElseThrow()));
  }

  private static String given(
      Optional<String> table,
      Optional<String> query,
      Optional<String> format,
      Optional<String> path) {
    Map<String, String> given = new TreeMap<>();
    table.ifPresent(value -> given.put("table", value));
    query.ifPresent(value -> given.put("query", value));
    format.ifPresent(value -> given.put("format", value));
    path.ifPresent(value -> given.put("path", value));
    return given.isEmpty() ? "none of them" : String.valueOf(given.keySet());
  }

  /** The map again. */
  static SortedMap<String, Object> toMap(TableSource source) {
    SortedMap<String, Object> map = new TreeMap<>();
    TableOrigin origin = source.origin();
    if (origin instanceof TableOrigin.Named table) {
      map.put("table", table.name());
    } else if (origin instanceof TableOrigin.Query query) {
      map.put("query", query.sql());
    } else if (origin instanceof TableOrigin.AtPath at) {
      map.put("format", at.format());
      map.put("path", at.path());
    }
    source.where().ifPresent(where -> map.put("where", where));
    map.put("id", source.id());
    map.put(source.content() == Content.TEXT ? "text" : "tokens", source.body());
    if (!source.metadata().isEmpty()) {
      map.put("metadata", source.metadata());
    }
    if (!source.options().isEmpty()) {
      map.put("options", source.options());
    }
    return map;
  }
}
