package io.corpuscle.jobs.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.network.util.JavaUtils;

/**
 * What memory a JVM that runs tasks has, and how many tasks it runs at a time: in local mode this
 * JVM, on a cluster an executor, by Spark's settings. A pool whose limit cannot be known is not
 * there.
 *
 * @param limits of each pool that has one
 * @param tasks tasks it runs at a time
 * @param tasksSetting how to have it run {@code %d} tasks
 */
public record JvmMemory(List<Limit> limits, int tasks, String tasksSetting) {
  private static final String EXECUTOR_MEMORY = "spark.executor.memory";
  private static final String OVERHEAD = "spark.executor.memoryOverhead";
  private static final Pattern MAX_DIRECT = Pattern.compile("-XX:MaxDirectMemorySize=(\\w+)");

  public JvmMemory {
    limits = List.copyOf(limits);
  }

  /**
   * The size of a pool.
   *
   * @param origin what decides it
   * @param raise how to make it {@code %d} MiB
   */
  public record Limit(Pool pool, long bytes, String origin, String raise) {}

  /** That of the JVMs in which an application's tasks run. */
  public static JvmMemory of(SparkContext spark) {
    return spark.isLocal()
        ? ofThisJvm(spark.defaultParallelism())
        : ofExecutors(spark.master(), spark.conf());
  }

  /** That of this JVM. */
  static JvmMemory ofThisJvm(int tasks) {
    long heap = Runtime.getRuntime().maxMemory();
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return new JvmMemory(
        List.of(
            new Limit(Pool.HEAP, heap, "the heap of this JVM", "--driver-memory %dm"),
            new Limit(
                Pool.DIRECT,
                maxDirect(heap),
                "-XX:MaxDirectMemorySize, or the heap's size without it",
                "--driver-java-options -XX:MaxDirectMemorySize=%dm"),
            new Limit(
                Pool.OUTSIDE,
                Math.max(0, machine - heap),
                "the machine's memory, or its container's, less the heap",
                "a machine that has %d MiB beside the heap")),
        tasks,
        "--master local[%d]");
  }

  private static long maxDirect(long heap) {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    long set = Long.parseLong(jvm.getVMOption("MaxDirectMemorySize").getValue());
    return set == 0 ? heap : set;
  }

  /**
   * That of an executor. What there is outside of its heap is known where YARN or Kubernetes give
   * it a container; what Spark itself is granted there ({@code spark.memory.offHeap.size}) comes on
   * top of that, and is Spark's.
   */
  static JvmMemory ofExecutors(String master, SparkConf conf) {
    long heap = JavaUtils.byteStringAsBytes(withUnit(conf.get(EXECUTOR_MEMORY, "1g")));
    List<Limit> limits = new ArrayList<>();
    limits.add(new Limit(Pool.HEAP, heap, EXECUTOR_MEMORY, EXECUTOR_MEMORY + "=%dm"));
    limits.add(
        new Limit(
            Pool.DIRECT,
            maxDirect(conf, heap),
            "-XX:MaxDirectMemorySize in spark.executor.extraJavaOptions, or " + EXECUTOR_MEMORY,
            "spark.executor.extraJavaOptions=-XX:MaxDirectMemorySize=%dm"));
    if (master.startsWith("yarn") || master.startsWith("k8s")) {
      limits.add(new Limit(Pool.OUTSIDE, overhead(conf, heap), OVERHEAD, OVERHEAD + "=%dm"));
    }
    int cores = conf.getInt("spark.executor.cores", 1);
    int cpus = conf.getInt("spark.task.cpus", 1);
    return new JvmMemory(
        limits,
        Math.max(1, cores / cpus),
        cpus == 1 ? "spark.executor.cores=%d" : "spark.executor.cores=%d times spark.task.cpus");
  }

  private static long maxDirect(SparkConf conf, long heap) {
    String options =
        conf.get("spark.executor.defaultJavaOptions", "")
            + " "
            + conf.get("spark.executor.extraJavaOptions", "");
    Matcher option = MAX_DIRECT.matcher(options);
    long bytes = heap;
    while (option.find()) { // of several the last one counts
      bytes = JavaUtils.byteStringAsBytes(option.group(1).toLowerCase(Locale.ROOT));
    }
    return bytes;
  }

  /** As Spark asks YARN and Kubernetes for it. */
  private static long overhead(SparkConf conf, long heap) {
    if (conf.contains(OVERHEAD)) {
      return JavaUtils.byteStringAsBytes(withUnit(conf.get(OVERHEAD)));
    }
    long least =
        JavaUtils.byteStringAsBytes(withUnit(conf.get("spark.executor.minMemoryOverhead", "384m")));
    double factor = conf.getDouble("spark.executor.memoryOverheadFactor", 0.1);
    return Math.max(least, (long) (factor * heap));
  }

  /** Spark's memory settings count in MiB where they name no unit. */
  private static String withUnit(String size) {
    return size.matches("\\d+") ? size + "m" : size;
  }
}
