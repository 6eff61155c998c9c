package io.corpuscle.bench.table;

import io.corpuscle.bench.Ceilings;
import io.corpuscle.bench.Rate;
import io.corpuscle.engine.kernel.KernelSelection;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.Precision;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was asked of a program: words {@code key=value}.
 *
 * @param values by key
 */
record Arguments(Map<String, String> values) {
  private static final Set<String> KEYS =
      Set.of(
          "kernels",
          "precision",
          "models",
          "threads",
          "seconds",
          "rounds",
          "tokens",
          "behind",
          "samples",
          "clock",
          "file",
          "budget",
          "capacity",
          "plot",
          "folder",
          "keep",
          "layers");

  Arguments {
    values = Map.copyOf(values);
    for (String key : values.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException("there is no '" + key + "'; the keys are " + KEYS);
      }
    }
  }

  static Arguments of(List<String> words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("'" + word + "' is not of the form key=value");
      }
      values.put(word.substring(0, equals), word.substring(equals + 1));
    }
    return new Arguments(values);
  }

  /** The kernels to measure; the fastest unless {@code kernels} says otherwise. */
  Kernels kernels() {
    return KernelSelection.onClassPath()
        .choose(values.getOrDefault("kernels", KernelSelection.AUTO));
  }

  /** What this machine can do, whichever kernels are measured. */
  Ceilings ceilings(Duration each) {
    Kernels fastest = KernelSelection.onClassPath().choose(KernelSelection.AUTO);
    return Ceilings.probe(fastest, threads(), each);
  }

  /** What products multiply; {@code int8} unless {@code precision} says otherwise. */
  Precision precision() {
    return Precision.of(values.getOrDefault("precision", Precision.INT8.key()));
  }

  /** The models to measure, {@code models}, commas between them. */
  List<String> models(String otherwise) {
    return List.of(values.getOrDefault("models", otherwise).split(","));
  }

  int threads() {
    int cores = Runtime.getRuntime().availableProcessors();
    return Integer.parseInt(values.getOrDefault("threads", String.valueOf(cores)));
  }

  /**
   * What threads did a second: by the wall's clock, or with {@code clock=processor} by that of
   * their processors, which does not count what others on the machine took.
   */
  double perSecond(Rate rate) {
    return switch (clock()) {
      case "wall" -> rate.perSecond();
      case "processor" -> rate.perProcessorSecond();
      default -> throw noClock();
    };
  }

  String clock() {
    return values.getOrDefault("clock", "wall");
  }

  /** Nanoseconds of that clock, for one thread. */
  long nanos() {
    return switch (clock()) {
      case "wall" -> System.nanoTime();
      case "processor" -> ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      default -> throw noClock();
    };
  }

  private IllegalArgumentException noClock() {
    return new IllegalArgumentException(
        "there is no clock '" + clock() + "'; there are wall and processor");
  }

  /** How long a measurement takes. */
  Duration seconds(double otherwise) {
    double seconds = Double.parseDouble(values.getOrDefault("seconds", String.valueOf(otherwise)));
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /** How often what is compared is measured in turns. */
  int rounds(int otherwise) {
    return Integer.parseInt(values.getOrDefault("rounds", String.valueOf(otherwise)));
  }

  /** How far to read. */
  long tokens(long otherwise) {
    return Long.parseLong(values.getOrDefault("tokens", String.valueOf(otherwise)));
  }

  /** For how many tokens a Transformer is to have room. */
  long capacity(long otherwise) {
    return Long.parseLong(values.getOrDefault("capacity", String.valueOf(otherwise)));
  }

  /** Seconds that a single length may take. */
  double budget(double otherwise) {
    return Double.parseDouble(values.getOrDefault("budget", String.valueOf(otherwise)));
  }

  /** The folder to draw into, {@code plot}, if there is to be a picture. */
  Optional<Path> plot() {
    return Optional.ofNullable(values.get("plot")).map(Path::of);
  }

  /** The folder of a checkpoint, {@code folder}, if it is to be a certain one. */
  Optional<Path> folder() {
    return Optional.ofNullable(values.get("folder")).map(Path::of);
  }

  /** Whether what was written there is to stay: {@code keep=true}. */
  boolean keep() {
    return Boolean.parseBoolean(values.getOrDefault("keep", "false"));
  }

  /** How many layers a model is to have. */
  int layers(int otherwise) {
    return Integer.parseInt(values.getOrDefault("layers", String.valueOf(otherwise)));
  }

  /** How many tokens lie behind a measurement, {@code behind}, commas between them. */
  List<Long> behind(String otherwise) {
    return List.of(values.getOrDefault("behind", otherwise).split(",")).stream()
        .map(Long::valueOf)
        .toList();
  }

  /** The repository's folder {@code data-samples}. */
  Path samples() {
    return Path.of(values.getOrDefault("samples", "data-samples"));
  }

  /** The file to read, {@code file}. */
  Path file() {
    String file = values.get("file");
    if (file == null) {
      throw new IllegalArgumentException("name a file of UTF-8 text: file=PATH");
    }
    return Path.of(file);
  }
}
