package io.corpuscle.jobs.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/** The command of a JVM that a test starts: the Java of this one, and what it is to be told. */
public final class JavaCommand {
  private final List<String> words = new ArrayList<>();

  private JavaCommand(String... flags) {
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of(flags));
    words.addAll(compilerFlags());
  }

  /** One of what runs in it alone. */
  public static JavaCommand plain(String... flags) {
    return new JavaCommand(flags);
  }

  /** One that Spark and the engine run in: opened as Spark's launcher does it, with vectors. */
  public static JavaCommand spark(String... flags) {
    JavaCommand command = new JavaCommand(flags);
    command.words.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.words.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    return command;
  }

  /**
   * When this JVM's compiler begins with a method: one that lives for seconds spends less time so.
   */
  public static List<String> compilerFlags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-XX:Tier4"))
        .toList();
  }

  /** A driver of its own on this machine, without a page, of these settings. */
  public JavaCommand driver(String master, Map<String, String> settings) {
    words.add("-Dspark.master=" + master);
    words.add("-Dspark.ui.enabled=false");
    words.add("-Dspark.driver.bindAddress=127.0.0.1");
    words.add("-Dspark.driver.host=127.0.0.1");
    settings.forEach((key, value) -> words.add("-D" + key + "=" + value));
    return this;
  }

  /** What is to be run. */
  public JavaCommand main(String classPath, String main, List<String> arguments) {
    words.addAll(List.of("-cp", classPath, main));
    words.addAll(arguments);
    return this;
  }

  /** As it is given to the system. */
  public ProcessBuilder builder() {
    return new ProcessBuilder(words);
  }

  /** As it is given to the system, with what it prints in a file. */
  public ProcessBuilder loggedTo(Path log) {
    return builder().redirectErrorStream(true).redirectOutput(log.toFile());
  }
}
