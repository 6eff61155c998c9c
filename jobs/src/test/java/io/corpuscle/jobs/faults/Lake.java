package io.corpuscle.jobs.faults;

import io.corpuscle.engine.TinyModels;
import io.corpuscle.jobs.AnalyzeConfig;
import io.corpuscle.jobs.AnalyzeJob;
import io.corpuscle.jobs.source.LocalSpark;
import io.corpuscle.schemas.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder with a tiny model and a corpus: two long documents, some short ones, one that cannot be
 * read.
 */
public final class Lake {
  /** Tokens between two segments of the journal. */
  static final int INTERVAL = 8_192;

  /** The table in the output that lists its runs. */
  public static final String HISTORY = "runs";

  static final int LONG = 200_000;
  private static final int MIDDLING = 60_000;
  private static final int SHORT = 40;

  /** Content hashes by what was read. */
  private static final Map<List<Object>, String> UNDISTURBED = new ConcurrentHashMap<>();

  private final Path folder;

  private Lake(Path folder) {
    this.folder = folder;
  }

  /** Writes it. */
  public static Lake in(Path folder) {
    try {
      Lake lake = new Lake(folder);
      TinyModels.dna(lake.model(), 5);
      lake.write("long.txt", LONG);
      lake.write("middling.txt", MIDDLING);
      for (int i = 0; i < SHORT; i++) {
        lake.write("short/%02d.txt".formatted(i), 100 + 37 * i);
      }
      Files.write(lake.corpus().resolve("poison.txt"), new byte[] {'A', 'C', (byte) 0xFF});
      Files.createDirectories(folder.resolve("marks"));
      return lake;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** The names of what is in the output, beside the history of its runs. */
  List<String> left() throws IOException {
    try (Stream<Path> left = Files.list(output())) {
      return left.map(path -> path.getFileName().toString())
          .filter(name -> !name.equals(HISTORY))
          .sorted()
          .toList();
    }
  }

  /** What Spark takes for its home. */
  Path sparkHome() {
    return folder.resolve("spark");
  }

  /** Where Spark keeps blocks of shuffles. */
  Path blocks() {
    return folder.resolve("local");
  }

  public Path corpus() {
    return folder.resolve("corpus");
  }

  public Path model() {
    return folder.resolve("model");
  }

  Path output() {
    return folder.resolve("out");
  }

  /** Files that count how often faults have occurred. */
  Path marks() {
    return folder.resolve("marks");
  }

  /** How often faults have occurred. */
  long occurred() throws IOException {
    try (Stream<Path> marks = Files.list(marks())) {
      return marks.count();
    }
  }

  /** Writes a document of random bases, always the same of that size. */
  void write(String name, int bases) throws IOException {
    Path file = corpus().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, bases(bases, bases));
  }

  static String bases(int count, long seed) {
    StringBuilder bases = new StringBuilder(count);
    new Random(seed).ints(count, 0, 4).forEach(i -> bases.append("ACGT".charAt(i)));
    return bases.toString();
  }

  /** A file of {@code conf/jobs} that reads it, from storage that may fail. */
  public Path config() {
    return config("faulty://" + corpus(), "faulty://" + output());
  }

  private Path config(String input, String output) {
    try {
      return Files.writeString(
          folder.resolve("job-" + Math.abs((input + output).hashCode()) + ".yaml"),
          """
          input: %s
          output: %s
          model: %s
          kernels: vector
          windowTokens: 1000
          chunkTokens: 128
          partitions: 6
          journal:
            tokens: %d
          """
              .formatted(input, output, model(), INTERVAL),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The content hash of a run that nothing happens to, and that keeps no journal. Runs of the same
   * corpus and model are one.
   */
  public String undisturbed(String... overrides) {
    return UNDISTURBED.computeIfAbsent(
        List.of(digest(), List.of(overrides)), what -> analyzed(overrides));
  }

  private String analyzed(String... overrides) {
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add("journal.enabled=false");
    AnalyzeConfig config =
        AnalyzeConfig.read(
            config(corpus().toString(), folder.resolve("undisturbed").toString()), all);
    return AnalyzeJob.run(LocalSpark.session(), config).manifest().contentHash();
  }

  /** Of all files that are read. */
  private String digest() {
    MessageDigest digest = Sha256.begin();
    for (Path read : List.of(corpus(), model())) {
      try (Stream<Path> files = Files.walk(read)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          String name = folder.relativize(file) + "\n" + Files.size(file) + "\n";
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update(Files.readAllBytes(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Sha256.hex(digest);
  }
}
