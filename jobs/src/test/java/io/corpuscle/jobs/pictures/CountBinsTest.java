package io.corpuscle.jobs.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.spike.SpikeTally;
import org.junit.jupiter.api.Test;

class CountBinsTest {

  @Test
  void sharesAreOfAllChannelsInBinsByPowersOfTwo() {
    CountBins bins = CountBins.of(tally(0, 0, 0, -1, 2, 3, -7, 8, -15, 40));

    assertThat(bins.labels()).containsExactly("0", "1", "2–3", "4–7", "8–15", "16–31", "32–63");
    assertThat(bins.shares()).containsExactly(30.0, 10.0, 20.0, 10.0, 20.0, 0.0, 10.0);
    double within7 =
        bins.shares().subList(0, CountBins.WITHIN_7).stream().mapToDouble(s -> s).sum();
    assertThat(within7).isEqualTo(70);
  }

  @Test
  void whatIsSilentHasOneBin() {
    assertThat(CountBins.of(tally(0, 0)).labels()).containsExactly("0");
    assertThat(CountBins.of(tally(0, 0)).shares()).containsExactly(100.0);
    assertThat(CountBins.of(new SpikeTally()).shares()).containsExactly(0.0);
  }

  @Test
  void theLastBinIsOpen() {
    assertThat(CountBins.of(tally(1 << 29)).labels()).last().isEqualTo("≥ 8388608");
  }

  private static SpikeTally tally(int... counts) {
    SpikeTally tally = new SpikeTally();
    for (int count : counts) {
      tally.add(count);
    }
    return tally;
  }
}
