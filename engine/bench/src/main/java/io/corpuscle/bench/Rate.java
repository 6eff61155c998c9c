package io.corpuscle.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How much several threads do in a second, each on work of its own, as the tasks of a job do.
 *
 * @param threads how many
 * @param amount what they did while they were measured
 * @param perSecond the sum of their rates
 * @param perProcessorSecond the sum of their rates while they had a processor: what {@code
 *     perSecond} would be if nothing else ran on this machine
 */
public record Rate(int threads, long amount, double perSecond, double perProcessorSecond) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** The share of the time in which the threads had a processor. */
  public double running() {
    return perSecond / perProcessorSecond;
  }

  /**
   * How long to measure.
   *
   * @param warmUp time before anything counts
   * @param warmUpAmount what each thread does at least before anything counts
   * @param measured time that counts; at least one step is
   */
  public record Span(Duration warmUp, long warmUpAmount, Duration measured) {}

  /** What one thread did. */
  private record Part(long amount, double seconds, double processorSeconds) {}

  /**
   * Measures. Every thread works on until the last has been measured, so that each has all others
   * against it all the time.
   *
   * @param work gives a thread its work, on that thread
   */
  public static Rate of(Supplier<? extends Steps> work, int threads, Span span) {
    AtomicInteger number = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads, task -> new Thread(task, "bench-" + number.incrementAndGet()));
    try {
      Together together = new Together(threads, span);
      List<Future<Part>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        parts.add(pool.submit(() -> together.measure(work)));
      }
      return sum(parts);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Rate sum(List<Future<Part>> parts) {
    long amount = 0;
    double perSecond = 0;
    double perProcessorSecond = 0;
    IllegalStateException failure = null;
    for (Future<Part> future : parts) {
      try {
        Part part = future.get();
        amount += part.amount();
        perSecond += part.amount() / part.seconds();
        perProcessorSecond += part.amount() / part.processorSeconds();
      } catch (ExecutionException e) {
        failure = new IllegalStateException("A thread that was measured failed", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while measuring", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    return new Rate(parts.size(), amount, perSecond, perProcessorSecond);
  }

  /** What the threads of one measurement share. */
  private static final class Together {
    private final Span span;
    private final CountDownLatch warm;
    private final AtomicInteger measuring;
    private volatile boolean failed;

    Together(int threads, Span span) {
      this.span = span;
      this.warm = new CountDownLatch(threads);
      this.measuring = new AtomicInteger(threads);
    }

    Part measure(Supplier<? extends Steps> work) throws InterruptedException {
      boolean done = false;
      try {
        Steps steps = work.get();
        warmUp(steps);
        warm.countDown();
        warm.await();
        steps.begin();
        Part part = measured(steps);
        measuring.decrementAndGet();
        while (measuring.get() > 0 && !failed) {
          steps.next();
        }
        done = true;
        return part;
      } finally {
        failed |= !done;
        // Counted down once more by a thread that failed later, which does no harm.
        warm.countDown();
      }
    }

    private void warmUp(Steps steps) {
      long start = System.nanoTime();
      long amount = 0;
      while (System.nanoTime() - start < span.warmUp().toNanos() || amount < span.warmUpAmount()) {
        amount += steps.next();
      }
    }

    private Part measured(Steps steps) {
      long start = System.nanoTime();
      long processorStart = THREADS.getCurrentThreadCpuTime();
      long amount = 0;
      long now;
      do {
        amount += steps.next();
        now = System.nanoTime();
      } while (now - start < span.measured().toNanos() && !failed);
      long processor = THREADS.getCurrentThreadCpuTime() - processorStart;
      // A thread that only sleeps takes less than the clock's tick.
      return new Part(amount, (now - start) / 1e9, Math.max(processor, 1) / 1e9);
    }
  }
}
