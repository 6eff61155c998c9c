package io.corpuscle.engine.spike;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.spike.LeakyIntegrateAndFire.Reset;
import io.corpuscle.engine.spike.LeakyIntegrateAndFire.Spikes;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/**
 * T steps of integrate-and-fire are the count that a spiking projection computes in one step. A
 * threshold and an input of float32 are subtracted without an error in float64, as far as here.
 */
class LeakyIntegrateAndFireProperties {

  @Property(tries = 2_000)
  void anInputAtOnceFiresTheNearestCount(
      @ForAll @FloatRange(min = -300, max = 300) float x,
      @ForAll @FloatRange(min = 0.5f, max = 4) float threshold) {
    double quotient = (double) x / threshold;
    int nearest = nearestTiesAway(quotient);

    int[] spikes = fired(x, threshold, Math.copySign(threshold / 2.0, x), Math.abs(nearest) + 2);

    assertThat(sum(spikes)).isEqualTo(nearest);
    if (!isTie(quotient)) {
      assertThat(nearest).isEqualTo((int) Math.rint(quotient));
    }
  }

  @Property(tries = 1_000)
  void tiesGoAwayFromZeroWhereOneStepGoesToEven(
      @ForAll @IntRange(min = -300, max = 299) int lower,
      @ForAll @FloatRange(min = 0.5f, max = 4) float threshold) {
    double x = (lower + 0.5) * threshold;

    int[] spikes = fired(x, threshold, Math.copySign(threshold / 2.0, x), 400);

    int toEven = (int) Math.rint(lower + 0.5);
    int towardZero = (int) (lower + 0.5);
    boolean agree = towardZero % 2 != 0;
    assertThat(sum(spikes) - toEven).isEqualTo(agree ? 0 : (int) Math.signum(x));
  }

  @Property(tries = 2_000)
  void fromRestCountsAreRoundedTowardZero(
      @ForAll @FloatRange(min = -300, max = 300) float x,
      @ForAll @FloatRange(min = 0.5f, max = 4) float threshold) {
    int towardZero = (int) ((double) x / threshold);

    assertThat(sum(fired(x, threshold, 0, Math.abs(towardZero) + 2))).isEqualTo(towardZero);
  }

  @Property(tries = 1_000)
  void anInputAtOnceFiresTheTernaryCodingOfItsCount(
      @ForAll @FloatRange(min = -300, max = 300) float x,
      @ForAll @FloatRange(min = 0.5f, max = 4) float threshold) {
    int count = nearestTiesAway((double) x / threshold);
    SpikeTrain train = SpikeCoding.TERNARY.encode(new int[] {count});

    int[] spikes = fired(x, threshold, Math.copySign(threshold / 2.0, x), train.steps());

    for (int t = 0; t < train.steps(); t++) {
      assertThat(spikes[t]).isEqualTo(train.spike(t, 0));
    }
  }

  /** In sixteenths, and over a power of two of steps, no sum is rounded. */
  @Property(tries = 1_000)
  void anInputSpreadOverStepsFiresTheSameCount(
      @ForAll @IntRange(max = 16 * 64) int sixteenths,
      @ForAll @IntRange(max = 15) int initialSixteenths) {
    int steps = 64;
    double x = sixteenths / 16.0;
    double u0 = initialSixteenths / 16.0;
    LeakyIntegrateAndFire neuron = new LeakyIntegrateAndFire(1, 1, Reset.SOFT, Spikes.TERNARY);
    neuron.start(u0);

    int count = 0;
    for (int t = 0; t < steps; t++) {
      count += neuron.step(x / steps);
    }

    assertThat(count).isEqualTo((int) Math.floor(x + u0));
    assertThat(neuron.potential()).isEqualTo(x + u0 - count);
  }

  private static int[] fired(double x, double threshold, double potential, int steps) {
    LeakyIntegrateAndFire neuron =
        new LeakyIntegrateAndFire(1, threshold, Reset.SOFT, Spikes.TERNARY);
    neuron.start(potential);
    int[] spikes = new int[steps];
    for (int t = 0; t < steps; t++) {
      spikes[t] = neuron.step(t == 0 ? x : 0);
    }
    return spikes;
  }

  private static int sum(int[] spikes) {
    int sum = 0;
    for (int spike : spikes) {
      sum += spike;
    }
    return sum;
  }

  private static boolean isTie(double quotient) {
    return Math.abs(quotient) % 1 == 0.5;
  }

  private static int nearestTiesAway(double quotient) {
    // Not |q| + ½ rounded down: just below ½ that sum is rounded up to 1.
    double whole = Math.floor(Math.abs(quotient));
    int magnitude = (int) (Math.abs(quotient) - whole >= 0.5 ? whole + 1 : whole);
    return quotient < 0 ? -magnitude : magnitude;
  }
}
