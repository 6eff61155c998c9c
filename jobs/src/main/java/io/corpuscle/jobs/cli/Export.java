package io.corpuscle.jobs.cli;

import io.corpuscle.jobs.ConfigException;
import io.corpuscle.jobs.export.ArrowCompression;
import io.corpuscle.jobs.export.ArrowExport;
import io.corpuscle.jobs.run.RunTable;
import io.corpuscle.jobs.run.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code corpuscle export}: writes a run's tables as files of another format. */
@Command(
    name = "export",
    description = {
      "Writes the tables of a run as Arrow IPC files, for pandas, Polars, R and whatever else maps them.",
      "A column's meaning and unit are in its field's metadata."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%n",
    footer =
        "Options of spark-submit (--master, --conf, --driver-memory, ...) are passed on to Spark.")
final class Export implements Callable<Integer> {
  private final Console console;

  @Parameters(
      paramLabel = "RUN_OR_OUTPUT",
      description = "A run's folder, or an output folder for the latest run in it.")
  private String run = "";

  @Option(
      names = "--arrow",
      paramLabel = "FOLDER",
      required = true,
      description =
          "Where to write TABLE.arrow, or TABLE-00000.arrow and so on of a large one; created if need be.")
  private String folder = "";

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      description = "Which table: windows, documents or spikes. May be repeated. Default: all.")
  private List<String> tables = List.of();

  @Option(
      names = "--compression",
      paramLabel = "none|zstd",
      defaultValue = "none",
      description =
          "How buffers are stored; without compression they can be mapped. Default: ${DEFAULT-VALUE}.")
  private ArrowCompression compression = ArrowCompression.NONE;

  @Option(names = "--force", description = "Replace what an earlier export wrote of these tables.")
  private boolean force;

  Export(Console console) {
    this.console = console;
  }

  /** The session is left open, for it may be the caller's; it ends with the JVM. */
  @Override
  public Integer call() {
    List<RunTable> named = tables.stream().map(Export::named).toList();
    SparkSession spark = SparkSession.builder().appName("corpuscle export").getOrCreate();
    Configuration hadoop = spark.sessionState().newHadoopConf();
    Runs.Committed found = run(hadoop);
    ArrowExport export = new ArrowExport(spark, folder, compression);
    List<RunTable> present = tablesOf(found, hadoop);
    named.forEach(table -> requireIn(present, table, found));
    List<RunTable> wanted = named.isEmpty() ? present : named;
    if (!force) {
      wanted.forEach(table -> requireAbsent(export, table));
    }
    for (RunTable table : wanted) {
      ArrowExport.Exported exported = export.export(found, table);
      console.print(
          "%-10s %,d rows in %s",
          table,
          exported.rows(),
          exported.files().size() == 1
              ? exported.files().get(0)
              : exported.files().size() + " files, " + exported.files().get(0) + " the first");
    }
    return Corpuscle.OK;
  }

  private Runs.Committed run(Configuration hadoop) {
    try {
      return Runs.at(hadoop, run);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()), e);
    }
  }

  private static RunTable named(String name) {
    return Arrays.stream(RunTable.values())
        .filter(table -> table.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    String.format(
                        Locale.ROOT,
                        "There is no table '%s'. Tables: %s.",
                        name,
                        joined(List.of(RunTable.values())))));
  }

  private static void requireIn(List<RunTable> present, RunTable table, Runs.Committed run) {
    if (!present.contains(table)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "%s has no table '%s'. It has %s.",
              run.folder(),
              table,
              joined(present)));
    }
  }

  private static String joined(List<RunTable> tables) {
    return tables.stream().map(RunTable::toString).collect(Collectors.joining(", "));
  }

  private static List<RunTable> tablesOf(Runs.Committed run, Configuration hadoop) {
    return Arrays.stream(RunTable.values()).filter(table -> has(run, table, hadoop)).toList();
  }

  private static boolean has(Runs.Committed run, RunTable table, Configuration hadoop) {
    Path path = new Path(run.table(table.toString()));
    try {
      FileSystem files = path.getFileSystem(hadoop);
      return files.exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
  }

  private static void requireAbsent(ArrowExport export, RunTable table) {
    List<String> present = export.present(table);
    if (!present.isEmpty()) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "%s is there already: %s. Name another folder, or replace it with --force.",
              table,
              String.join(", ", present)));
    }
  }
}
