package io.corpuscle.jobs.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * What a JVM needs to read: in each pool
 *
 * <pre>
 *   the weights of each model + tasks · (scratch + documentsTogether · state)
 * </pre>
 *
 * of the model of which a task takes most; and on the heap what Spark keeps for itself. A run that
 * needs more than there is cannot be done; one that needs little less may still fail of what is not
 * counted: batches of rows, the Parquet writer, the tokenizer.
 *
 * @param models what reading with each takes
 * @param tasks tasks at a time
 * @param documentsTogether at most how many documents a task has open
 */
public record MemoryNeed(List<ModelFootprint> models, int tasks, int documentsTogether) {
  /** What Spark leaves out of the heap that it shares out; its own constant is not public. */
  private static final long SPARK_RESERVED = 300L << 20;

  private static final double MIB = 1 << 20;

  public MemoryNeed {
    models = List.copyOf(models);
  }

  /** Bytes of a pool, which may be more than any machine has. */
  public double bytes(Pool pool) {
    double weights = models.stream().mapToDouble(model -> model.weights().in(pool)).sum();
    return reserved(pool) + weights + tasks * task(largest(pool), pool);
  }

  private static long reserved(Pool pool) {
    return pool == Pool.HEAP ? SPARK_RESERVED : 0;
  }

  private double task(ModelFootprint model, Pool pool) {
    return model.scratch().in(pool) + (double) documentsTogether * model.state().in(pool);
  }

  private ModelFootprint largest(Pool pool) {
    return models.stream()
        .max(Comparator.comparingDouble(model -> task(model, pool)))
        .orElseThrow();
  }

  /** Whether every limit is kept. */
  boolean fits(JvmMemory memory) {
    return memory.limits().stream().allMatch(this::fits);
  }

  private boolean fits(JvmMemory.Limit limit) {
    return bytes(limit.pool()) <= limit.bytes();
  }

  /**
   * Refuses a run that has no room.
   *
   * @throws MemoryException if a pool is too small; it says what is needed, what there is, and what
   *     to set to what
   */
  public void requireFits(JvmMemory memory) {
    List<String> sentences = new ArrayList<>();
    List<String> raises = new ArrayList<>();
    for (JvmMemory.Limit limit : memory.limits()) {
      if (!fits(limit)) {
        sentences.add(shortOf(limit));
        raises.add(String.format(Locale.ROOT, limit.raise(), mib(bytes(limit.pool()))));
      }
    }
    if (sentences.isEmpty()) {
      return;
    }
    throw new MemoryException(
        String.format(
            Locale.ROOT,
            "%s The way out: %s%s.",
            String.join(" ", sentences),
            less(memory),
            String.join(" and ", raises)));
  }

  private String shortOf(JvmMemory.Limit limit) {
    Pool pool = limit.pool();
    ModelFootprint largest = largest(pool);
    return String.format(
        Locale.ROOT,
        "Reading needs %,d MiB %s (%s) and there are %,d (%s).",
        mib(bytes(pool)),
        pool.place(),
        parts(largest, pool),
        (long) (limit.bytes() / MIB),
        limit.origin());
  }

  private String parts(ModelFootprint largest, Pool pool) {
    StringBuilder parts = new StringBuilder();
    for (ModelFootprint model : models) {
      parts.append(
          String.format(
              Locale.ROOT, "weights of %s %,d, ", model.model(), mib(model.weights().in(pool))));
    }
    if (pool == Pool.HEAP) {
      parts.append(String.format(Locale.ROOT, "Spark's own %,d, ", mib(SPARK_RESERVED)));
    }
    return parts
        + String.format(
            Locale.ROOT,
            "%,d tasks with %s: %,d of scratch and %,d documents with %,.3f of state each",
            tasks,
            largest.model(),
            mib(largest.scratch().in(pool)),
            documentsTogether,
            largest.state().in(pool) / MIB);
  }

  /** The way out that asks for no more memory, if there is one. */
  private String less(JvmMemory memory) {
    OptionalInt documents =
        most(documentsTogether - 1, n -> new MemoryNeed(models, tasks, n), memory);
    if (documents.isPresent()) {
      return String.format(Locale.ROOT, "documentsTogether=%d or less, or ", documents.getAsInt());
    }
    OptionalInt fewer = most(tasks - 1, n -> new MemoryNeed(models, n, documentsTogether), memory);
    return fewer.isPresent()
        ? String.format(Locale.ROOT, memory.tasksSetting() + ", or ", fewer.getAsInt())
        : "";
  }

  /** The most of 1 to {@code end} that has room; what has less needs less. */
  private static OptionalInt most(int end, IntFunction<MemoryNeed> with, JvmMemory memory) {
    int fitting = 0;
    int above = end + 1;
    while (above - fitting > 1) {
      int middle = fitting + (above - fitting) / 2;
      if (with.apply(middle).fits(memory)) {
        fitting = middle;
      } else {
        above = middle;
      }
    }
    return fitting == 0 ? OptionalInt.empty() : OptionalInt.of(fitting);
  }

  /** Rounded up, so that as much is enough. */
  private static long mib(double bytes) {
    return (long) Math.ceil(bytes / MIB);
  }
}
