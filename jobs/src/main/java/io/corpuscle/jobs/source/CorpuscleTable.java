package io.corpuscle.jobs.source;

import io.corpuscle.schemas.Column;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownFilters;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * One of the tables, over the documents that the options name.
 *
 * @param given the options as they were given
 * @param chosen those of its columns that it is to have
 */
record CorpuscleTable(Map<String, String> given, ReadOptions options, List<Column> chosen)
    implements SupportsRead {

  CorpuscleTable {
    given = Map.copyOf(given);
    chosen = List.copyOf(chosen);
  }

  @Override
  public String name() {
    return CorpuscleSource.NAME + " " + options.table() + " of " + options.inputs();
  }

  // columns() is what replaces it, and by default asks for it.
  @Override
  @SuppressWarnings("deprecation")
  public StructType schema() {
    return SparkSchema.of(chosen);
  }

  /** Spark does not own the documents; and what lineage is recorded by. */
  @Override
  public Map<String, String> properties() {
    Configuration hadoop = SparkSession.active().sparkContext().hadoopConfiguration();
    Map<String, String> properties = new HashMap<>();
    properties.put(TableCatalog.PROP_EXTERNAL, "true");
    if (options.rows().isEmpty()) {
      LineageName.of(options.inputs(), hadoop)
          .map(LineageName::properties)
          .ifPresent(properties::putAll);
    }
    return properties;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.BATCH_READ);
  }

  /** Of a table of a catalog, a query may have options of its own, over those it was made with. */
  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap ofQuery) {
    SortedMap<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.putAll(given);
    all.putAll(ofQuery.asCaseSensitiveMap());
    ReadOptions read = ReadOptions.parse(all);
    if (!read.table().equals(options.table())) {
      throw new OptionException(
          String.format(
              Locale.ROOT,
              "Option table is '%s', and this is a table of '%s'. Create one for each.",
              read.table(),
              options.table()));
    }
    return new Builder(read, chosen);
  }

  /** Learns from Spark which columns and documents a query needs. */
  private static final class Builder
      implements SupportsPushDownRequiredColumns, SupportsPushDownFilters {
    private final ReadOptions options;
    private List<Column> columns;
    private List<Filter> filters = List.of();

    Builder(ReadOptions options, List<Column> columns) {
      this.options = options;
      this.columns = columns;
    }

    @Override
    public void pruneColumns(StructType required) {
      columns =
          Arrays.stream(required.fieldNames()).map(name -> options.table().column(name)).toList();
    }

    /** Documents are pruned by them; Spark still holds every row against all of them. */
    @Override
    public Filter[] pushFilters(Filter[] given) {
      filters = Arrays.stream(given).filter(DocumentFilter::understands).toList();
      return given;
    }

    @Override
    public Filter[] pushedFilters() {
      return filters.toArray(Filter[]::new);
    }

    @Override
    public Scan build() {
      return new CorpuscleScan(options, columns, new DocumentFilter(filters));
    }
  }
}
