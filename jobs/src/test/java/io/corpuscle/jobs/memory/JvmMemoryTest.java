package io.corpuscle.jobs.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What Spark's settings grant an executor, as YARN and Kubernetes take them. */
class JvmMemoryTest {
  private static final long MIB = 1 << 20;

  @Test
  void executorsHaveSparksDefaults() {
    JvmMemory memory = JvmMemory.ofExecutors("yarn", conf(Map.of()));

    assertThat(sizes(memory))
        .isEqualTo(Map.of(Pool.HEAP, 1_024L, Pool.DIRECT, 1_024L, Pool.OUTSIDE, 384L));
    assertThat(memory.tasks()).isEqualTo(1);
  }

  @Test
  void settingsAreReadAsSparkReadsThem() {
    JvmMemory memory =
        JvmMemory.ofExecutors(
            "k8s://https://host",
            conf(
                Map.of(
                    "spark.executor.memory", "8192",
                    "spark.executor.memoryOverheadFactor", "0.25",
                    "spark.executor.cores", "8",
                    "spark.task.cpus", "2",
                    "spark.executor.extraJavaOptions", "-ea -XX:MaxDirectMemorySize=3G")));

    assertThat(sizes(memory))
        .isEqualTo(Map.of(Pool.HEAP, 8_192L, Pool.DIRECT, 3_072L, Pool.OUTSIDE, 2_048L));
    assertThat(memory.tasks()).isEqualTo(4);
  }

  @Test
  void anOverheadThatIsSetCountsWhateverTheFactor() {
    JvmMemory memory =
        JvmMemory.ofExecutors(
            "yarn",
            conf(
                Map.of(
                    "spark.executor.memory", "100g",
                    "spark.executor.memoryOverhead", "2g")));

    assertThat(sizes(memory)).containsEntry(Pool.OUTSIDE, 2_048L);
  }

  @Test
  void whatAWorkerHasOutsideOfTheHeapIsNotKnown() {
    assertThat(sizes(JvmMemory.ofExecutors("spark://host:7077", conf(Map.of()))))
        .containsOnlyKeys(Pool.HEAP, Pool.DIRECT);
  }

  @Test
  void inLocalModeItIsThisJvmAndItsMachine() {
    JvmMemory memory = JvmMemory.ofThisJvm(8);

    assertThat(memory.tasks()).isEqualTo(8);
    assertThat(sizes(memory))
        .containsEntry(Pool.HEAP, Runtime.getRuntime().maxMemory() / MIB)
        .containsKeys(Pool.DIRECT, Pool.OUTSIDE)
        .allSatisfy((pool, size) -> assertThat(size).isPositive());
  }

  private static SparkConf conf(Map<String, String> settings) {
    SparkConf conf = new SparkConf(false);
    settings.forEach(conf::set);
    return conf;
  }

  private static Map<Pool, Long> sizes(JvmMemory memory) {
    Map<Pool, Long> sizes = new HashMap<>();
    memory.limits().forEach(limit -> sizes.put(limit.pool(), limit.bytes() / MIB));
    return sizes;
  }
}
