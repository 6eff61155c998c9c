package io.corpuscle.jobs.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.text.Fault;
import io.corpuscle.jobs.process.JavaCommand;
import io.corpuscle.schemas.DocumentRow.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailFastTest {

  /** In a JVM of its own: how often Spark begins a task is decided when its context starts. */
  @Test
  void aTaskThatMetAFailureIsNotBegunAnewAsOftenAsSparkWould(@TempDir Path folder)
      throws Exception {
    Path output = folder.resolve("output");
    Process process =
        JavaCommand.spark()
            .main(
                System.getProperty("java.class.path"),
                Main.class.getName(),
                List.of(folder.resolve("attempts").toString()))
            .loggedTo(output)
            .start();

    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();

    assertThat(Files.readString(output)).contains("CAUGHT The document 'a.txt' failed (LIMIT)");
    assertThat(Files.readAllLines(folder.resolve("attempts"))).hasSizeBetween(1, 3);
  }

  /** A task that may be begun twenty times, takes a second, and always fails. */
  static final class Main {
    private Main() {}

    public static void main(String[] args) {
      SparkConf conf =
          new SparkConf()
              .setMaster("local[1,20]")
              .setAppName("tests")
              .set("spark.ui.enabled", "false")
              .set("spark.driver.bindAddress", "127.0.0.1")
              .set("spark.driver.host", "127.0.0.1");
      String attempts = args[0];
      try (JavaSparkContext spark = new JavaSparkContext(conf)) {
        FailFast.during(
            spark.sc(), () -> spark.parallelize(List.of(1), 1).foreach(one -> fail(attempts)));
      } catch (DocumentFailedException e) {
        System.out.println("CAUGHT " + e.getMessage());
      }
    }

    private static void fail(String attempts) throws IOException, InterruptedException {
      int attempt = org.apache.spark.TaskContext.get().attemptNumber();
      Files.writeString(
          Path.of(attempts),
          attempt + "\n",
          StandardCharsets.UTF_8,
          java.nio.file.StandardOpenOption.CREATE,
          java.nio.file.StandardOpenOption.APPEND);
      Thread.sleep(1_000);
      throw new DocumentFailedException("a.txt", new Failure(Fault.LIMIT, "It is too long."));
    }
  }
}
