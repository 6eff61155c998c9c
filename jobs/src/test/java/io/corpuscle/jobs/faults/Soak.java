package io.corpuscle.jobs.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One driver runs the same command over and over while its executors are killed at random: {@code
 * mvn verify -Dfull -Dtest=Soak}. All runs are right, and neither memory nor open files nor
 * temporary files grow with time. What was seen is written to {@code target/soak.csv}.
 */
@Tag("full")
class Soak {
  private static final Logger LOG = LoggerFactory.getLogger(Soak.class);
  private static final Duration LONG = Duration.ofMinutes(Integer.getInteger("soak.minutes", 32));
  private static final int SAMPLE_SECONDS = 5;
  private static final int MOST_SECONDS_BETWEEN_KILLS = 40;

  /** An executor lives so long before what it takes is counted: it has loaded the model by then. */
  private static final int GROWN_UP_SECONDS = 15;

  @TempDir private Path folder;

  /** What one process, or the disk, took at a time. */
  private record Sample(long second, String what, long residentBytes, long openFiles, long files) {}

  @Test
  void runsAreRightAndNothingGrows() throws Exception {
    Lake lake = Lake.in(folder);
    String right = lake.undisturbed();
    long seed = Long.getLong("faults.seed", System.nanoTime());
    LOG.info("Repeat with -Dfaults.seed={}", seed);
    Random random = new Random(seed);
    List<Sample> samples = new ArrayList<>();
    int kills = 0;
    String log;
    long blocksLeft;
    try (DriverProcess driver =
        DriverProcess.start(
            lake,
            DriverProcess.CLUSTER,
            List.of(),
            "journal.seconds=1",
            "mode=overwrite",
            Driver.MINUTES + LONG.toMinutes())) {
      long started = System.nanoTime();
      long nextKill = 30;
      Map<Long, Long> born = new HashMap<>();
      while (driver.alive()) {
        long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
        samples.add(sample(second, "driver", driver.handle().pid()));
        List<ProcessHandle> executors = driver.executors();
        for (ProcessHandle executor : executors) {
          if (second - born.computeIfAbsent(executor.pid(), pid -> second) >= GROWN_UP_SECONDS) {
            samples.add(sample(second, "executor", executor.pid()));
          }
        }
        samples.add(new Sample(second, "disk", 0, 0, filesOfOurs(lake)));
        if (second >= nextKill && !executors.isEmpty()) {
          executors.get(random.nextInt(executors.size())).destroyForcibly();
          kills++;
          nextKill = second + 1 + random.nextInt(MOST_SECONDS_BETWEEN_KILLS);
        }
        TimeUnit.SECONDS.sleep(SAMPLE_SECONDS);
      }
      assertThat(driver.exitCode()).as(driver.log()).isZero();
      log = driver.log();
      blocksLeft = filesBelow(lake.blocks());
    }
    List<String> hashes = log.lines().filter(line -> line.startsWith(Driver.HASH)).toList();
    write(samples);
    LOG.info("{} runs, {} executors killed", hashes.size(), kills);
    Files.writeString(
        Path.of("target/soak.txt"),
        String.format(
            Locale.ROOT,
            "%d runs, %d executors killed, seed %d; %d files of blocks left at the end%n%s",
            hashes.size(),
            kills,
            seed,
            blocksLeft,
            summary(samples)));
    assertThat(hashes).hasSizeGreaterThan(5).allMatch(line -> line.endsWith(right));
    assertThat(kills).isGreaterThan(10);
    assertThat(blocksLeft).as("files that Spark keeps of executors, at the end").isZero();
    for (String what : List.of("driver", "executor", "disk")) {
      assertFlat(samples.stream().filter(sample -> sample.what().equals(what)).toList());
    }
  }

  /** The last third is not above the third before it by more than what comes and goes. */
  private static void assertFlat(List<Sample> samples) {
    int third = samples.size() / 3;
    List<Sample> before = samples.subList(third, 2 * third);
    List<Sample> last = samples.subList(2 * third, samples.size());
    assertThat(mean(last, Sample::residentBytes))
        .as("resident memory")
        .isLessThanOrEqualTo(1.1 * mean(before, Sample::residentBytes));
    assertThat(mean(last, Sample::openFiles))
        .as("open files")
        .isLessThanOrEqualTo(1.1 * mean(before, Sample::openFiles));
    assertThat(mean(last, Sample::files))
        .as("files on disk")
        .isLessThanOrEqualTo(1.1 * mean(before, Sample::files) + 50);
  }

  private static double mean(List<Sample> samples, ToLongFunction<Sample> value) {
    return samples.stream().mapToLong(value).average().orElse(0);
  }

  private static String summary(List<Sample> samples) {
    StringBuilder text = new StringBuilder();
    for (String what : List.of("driver", "executor", "disk")) {
      List<Sample> of = samples.stream().filter(sample -> sample.what().equals(what)).toList();
      for (int part = 0; part < 6; part++) {
        List<Sample> some = of.subList(part * of.size() / 6, (part + 1) * of.size() / 6);
        text.append(
            String.format(
                Locale.ROOT,
                "%s, seconds %d to %d: %.0f MB resident, %.0f open files, %.0f files%n",
                what,
                some.isEmpty() ? 0 : some.get(0).second(),
                some.isEmpty() ? 0 : some.get(some.size() - 1).second(),
                mean(some, Sample::residentBytes) / 1e6,
                mean(some, Sample::openFiles),
                mean(some, Sample::files)));
      }
    }
    return text.toString();
  }

  private static Sample sample(long second, String what, long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      long kilobytes =
          Files.readAllLines(process.resolve("status"), StandardCharsets.UTF_8).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0);
      return new Sample(second, what, 1024 * kilobytes, open.count(), 0);
    } catch (IOException e) {
      return new Sample(second, "gone", 0, 0, 0);
    }
  }

  /**
   * All but the blocks of executors, which Spark keeps for others to fetch until the application
   * ends, those of killed ones too: about twenty files a kill.
   */
  private static long filesOfOurs(Lake lake) throws IOException {
    try (Stream<Path> files = Files.walk(lake.folder())) {
      return files
          .filter(file -> !file.startsWith(lake.sparkHome()) && !file.startsWith(lake.blocks()))
          .count();
    } catch (UncheckedIOException | NoSuchFileException e) {
      return filesOfOurs(lake); // something was removed meanwhile
    }
  }

  private static long filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static void write(List<Sample> samples) throws IOException {
    StringBuilder csv = new StringBuilder("second,what,resident_bytes,open_files,files\n");
    for (Sample s : samples) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%s,%d,%d,%d%n",
              s.second(),
              s.what(),
              s.residentBytes(),
              s.openFiles(),
              s.files()));
    }
    Files.writeString(Path.of("target/soak.csv"), csv);
  }
}
