package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.bench.Rate.Span;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateTest {
  private static final Span SHORT = new Span(Duration.ZERO, 30, Duration.ofMillis(50));

  @Test
  void ratesOfThreadsAddUp() {
    Rate rate = Rate.of(() -> RateTest::tenInTenMilliseconds, 3, SHORT);

    assertThat(rate.threads()).isEqualTo(3);
    assertThat(rate.amount()).isBetween(30L, 150L);
    // Ten in ten milliseconds are at most a thousand a second; a busy machine only makes it less.
    assertThat(rate.perSecond()).isBetween(100.0, 3000.0);
  }

  @Test
  void whatAThreadWaitsForIsNotItsProcessorsTime() {
    Rate rate = Rate.of(() -> RateTest::tenInTenMilliseconds, 1, SHORT);

    // It sleeps.
    assertThat(rate.running()).isLessThan(0.5);
    assertThat(rate.perProcessorSecond()).isGreaterThan(2 * rate.perSecond());
  }

  @Test
  void whereNobodyWaitsTheTwoRatesAreNear() {
    Rate rate = Rate.of(FusedMultiplyAdd::new, 1, SHORT);

    assertThat(rate.running()).isBetween(0.05, 1.05);
  }

  @Test
  void everyThreadHasWorkOfItsOwnMadeOnIt() {
    Set<Long> made = ConcurrentHashMap.newKeySet();
    Set<Long> worked = ConcurrentHashMap.newKeySet();

    Rate.of(
        () -> {
          made.add(Thread.currentThread().getId());
          return () -> {
            worked.add(Thread.currentThread().getId());
            return tenInTenMilliseconds();
          };
        },
        2,
        SHORT);

    assertThat(made).hasSize(2).isEqualTo(worked);
  }

  @Test
  void whatIsDoneToWarmUpDoesNotCount() {
    AtomicInteger steps = new AtomicInteger();

    Rate rate =
        Rate.of(
            () ->
                () -> {
                  // Slow at first, as code is that has not been compiled.
                  sleep(steps.incrementAndGet() <= 3 ? 200 : 1);
                  return 1;
                },
            1,
            new Span(Duration.ZERO, 3, Duration.ofMillis(20)));

    assertThat(rate.amount()).isEqualTo(steps.get() - 3);
    assertThat(rate.perSecond()).isGreaterThan(50);
  }

  @Test
  void aThreadThatFailsEndsTheOthersAndIsReported() {
    AtomicInteger threads = new AtomicInteger();

    assertThatThrownBy(
            () ->
                Rate.of(
                    () -> {
                      boolean fails = threads.incrementAndGet() == 2;
                      return () -> {
                        if (fails) {
                          throw new IllegalArgumentException("no more");
                        }
                        return tenInTenMilliseconds();
                      };
                    },
                    2,
                    SHORT))
        .hasRootCauseMessage("no more");
  }

  private static long tenInTenMilliseconds() {
    sleep(10);
    return 10;
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
