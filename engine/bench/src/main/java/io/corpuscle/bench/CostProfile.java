package io.corpuscle.bench;

import io.corpuscle.engine.kernel.Kernels;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Where the time of a reading goes: for each kernel at each shape, how long it took and how much it
 * did, added up over all threads. What no kernel took is the difference to the whole.
 *
 * <pre>{@code
 * CostProfile profile = new CostProfile();
 * Kernels timed = profile.timing(kernels);       // the model is assembled with these
 * Rate.of(profile.whole(reading), threads, span);
 * profile.lines();
 * }</pre>
 */
public final class CostProfile {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Call, Tally> tallies = new ConcurrentHashMap<>();
  private final LongAdder wholeNanos = new LongAdder();
  private final LongAdder tokens = new LongAdder();
  private volatile boolean counting;

  /** What limits a kernel. */
  public enum Limit {
    /** The arithmetic of INT8 products, in operations. */
    INT8,
    /** The arithmetic of bfloat16 products, in operations. */
    BFLOAT16,
    /** The arithmetic of float32, in operations. */
    FLOAT32,
    /** What a core's caches give and take, in bytes. */
    CACHE
  }

  /**
   * A kernel at a shape.
   *
   * @param shape the weights of a product {@code outputs × inputs}, else what a row is
   */
  public record Call(String kernel, String shape, Limit limit) {}

  /**
   * What one kernel cost at one shape.
   *
   * @param microseconds a token, of one thread's time
   * @param work operations or bytes a token
   */
  public record Line(Call call, double microseconds, double work) {

    /** Operations or bytes a second, of one thread while it was in this kernel. */
    public double perSecond() {
      return work / microseconds * 1e6;
    }
  }

  private static final class Tally {
    final LongAdder nanos = new LongAdder();
    final LongAdder work = new LongAdder();
  }

  /** {@code kernels}, watched. */
  public Kernels timing(Kernels kernels) {
    return new TimedKernels(kernels, this);
  }

  /** {@code reading}, whose steps are tokens, watched as a whole once it counts. */
  public Supplier<Steps> whole(Supplier<? extends Steps> reading) {
    return () -> {
      Steps steps = reading.get();
      return new Steps() {
        @Override
        public long next() {
          long start = now();
          long count = steps.next();
          if (counting) {
            wholeNanos.add(now() - start);
            tokens.add(count);
          }
          return count;
        }

        @Override
        public void begin() {
          counting = true;
        }
      };
    };
  }

  /** Time that this thread had a processor, in nanoseconds: what others run here does not count. */
  static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Counts one call that began at {@code start}. */
  void add(Call call, long start, double work) {
    if (counting) {
      Tally tally = tallies.computeIfAbsent(call, c -> new Tally());
      tally.nanos.add(now() - start);
      tally.work.add(Math.round(work));
    }
  }

  /** Microseconds of one thread's time a token took, all in all. */
  public double microseconds() {
    return wholeNanos.sum() / 1e3 / tokens.sum();
  }

  /** What each kernel took at each shape, the costliest first. */
  public List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    double count = tokens.sum();
    tallies.forEach(
        (call, tally) ->
            lines.add(new Line(call, tally.nanos.sum() / 1e3 / count, tally.work.sum() / count)));
    lines.sort(Comparator.comparingDouble(Line::microseconds).reversed());
    return lines;
  }
}
