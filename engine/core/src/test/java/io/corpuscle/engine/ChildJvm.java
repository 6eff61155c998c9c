package io.corpuscle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Runs a main class of the tests in a JVM of its own, for what is fixed when a JVM starts. It
 * starts as this one did: same {@code -XX} flags (the width of vectors among them), class path and
 * environment, but for what is changed here.
 */
public final class ChildJvm {
  /** What vector kernels need. */
  public static final List<String> WITH_MODULE = List.of("--add-modules", "jdk.incubator.vector");

  private final List<String> command = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>(System.getenv());
  private Predicate<String> onClassPath = entry -> true;

  /** A JVM with more flags. */
  public ChildJvm(List<String> flags) {
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (flag.startsWith("-XX:")) {
        command.add(flag);
      }
    }
    command.addAll(flags);
  }

  /** Sets an environment variable. */
  public ChildJvm with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Removes an environment variable. */
  public ChildJvm without(String variable) {
    environment.remove(variable);
    return this;
  }

  /** Leaves out jars with this in their name. */
  public ChildJvm withoutJars(String part) {
    onClassPath = onClassPath.and(entry -> !new File(entry).getName().contains(part));
    return this;
  }

  /** What the class prints. */
  public String run(Class<?> main) throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(onClassPath)
            .collect(Collectors.joining(File.pathSeparator));
    command.addAll(List.of("-cp", classPath, main.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor())
        .as("exit code of %s, which printed %s", command, printed)
        .isZero();
    return printed.strip();
  }
}
