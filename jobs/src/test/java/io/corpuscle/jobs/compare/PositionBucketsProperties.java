package io.corpuscle.jobs.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpuscle.engine.reading.WindowResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PositionBucketsProperties {

  @Property(tries = 200)
  void noBitAndNoByteIsLost(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 3000) Integer> windows) {
    PositionBuckets buckets = new PositionBuckets();
    long at = 0;
    double bits = 0;
    for (int bytes : windows) {
      buckets.add(window(at, at + bytes, bytes + 0.5));
      at += bytes;
      bits += bytes + 0.5;
    }

    if (at > 0) {
      assertThat(buckets.buckets().stream().mapToLong(PositionBucket::bytes).sum()).isEqualTo(at);
      assertThat(buckets.buckets().stream().mapToDouble(PositionBucket::bits).sum())
          .isCloseTo(bits, within(1e-6 * bits));
    }
  }

  @Property(tries = 100)
  void everyByteIsCountedWhereItStands(
      @ForAll @IntRange(min = 1, max = 20_000) int bytes,
      @ForAll @IntRange(min = 1, max = 700) int step) {
    PositionBuckets buckets = new PositionBuckets();
    for (int at = 0; at < bytes; at += step) {
      int end = Math.min(bytes, at + step);
      // Two bits a byte, wherever windows end.
      buckets.add(window(at, end, 2.0 * (end - at)));
    }

    long from = 0;
    for (PositionBucket bucket : buckets.buckets()) {
      assertThat(bucket.from()).isEqualTo(from);
      assertThat(bucket.to()).isEqualTo(from == 0 ? 1024 : 2 * from);
      assertThat(bucket.bytes()).isEqualTo(Math.min(bytes, bucket.to()) - from);
      assertThat(bucket.bitsPerByte()).isCloseTo(2, within(1e-9));
      from = bucket.to();
    }
    assertThat(from).isGreaterThanOrEqualTo(bytes);
  }

  private static WindowResult window(long byteStart, long byteEnd, double bits) {
    return new WindowResult(
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
        Optional.empty());
  }
}
