package io.corpuscle.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.reading.WindowResult;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PositionBucketsTest {
  private final PositionBuckets buckets = new PositionBuckets();

  @Test
  void aTokenAcrossAnEdgeCountsOnBothSidesByItsBytes() {
    add(0, 1021, 100);
    add(1021, 1025, 8);
    add(1025, 2000, 50);

    assertThat(buckets.buckets())
        .containsExactly(
            new PositionBucket(0, 1024, 1024, 106), new PositionBucket(1024, 2048, 976, 52));
  }

  @Test
  void aWindowMayHoldWholeBuckets() {
    add(0, 8192, 8192);

    assertThat(buckets.buckets())
        .containsExactly(
            new PositionBucket(0, 1024, 1024, 1024),
            new PositionBucket(1024, 2048, 1024, 1024),
            new PositionBucket(2048, 4096, 2048, 2048),
            new PositionBucket(4096, 8192, 4096, 4096));
  }

  @Test
  void aTokenWithoutTextBelongsToTheByteBefore() {
    add(0, 1024, 10);
    add(1024, 1024, 3);

    assertThat(buckets.buckets()).containsExactly(new PositionBucket(0, 1024, 1024, 13));
  }

  @Test
  void documentsAddUp() {
    add(0, 500, 10);
    add(0, 700, 20);

    assertThat(buckets.buckets()).containsExactly(new PositionBucket(0, 1024, 1200, 30));
  }

  private void add(long byteStart, long byteEnd, double bits) {
    buckets.add(
        new WindowResult(
            0,
            0,
            1,
            byteStart,
            byteEnd,
            OptionalDouble.of(bits),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }
}
