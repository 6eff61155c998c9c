package io.corpuscle.jobs.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.schemas.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to a segment's bytes, what is taken from it is what was put into it. */
class SegmentProperties {
  private static final String KEY = "00112233445566778899aabbccddeeff".repeat(2);

  @Property(tries = 300)
  void nothingElseIsTakenFromADamagedSegment(
      @ForAll @IntRange(min = 1, max = 5) int documents, @ForAll Random random) throws IOException {
    Segment segment = new Segment("engine");
    List<byte[]> blobs = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      byte[] rows = bytes(random);
      byte[] snapshot = bytes(random);
      blobs.add(rows);
      if (random.nextBoolean()) {
        segment.end(KEY, 64L * i, rows);
      } else {
        segment.progress(KEY, 64L * i, 64L * (i + 1), rows, snapshot);
        blobs.add(snapshot);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    segment.write(out);
    byte[] whole = out.toByteArray();

    assertThat(taken(whole)).hasSize(blobs.size());
    List<byte[]> left = taken(damaged(whole, random));
    assertThat(left).hasSizeLessThan(blobs.size());
    assertThat(left)
        .allSatisfy(blob -> assertThat(blobs).anySatisfy(put -> assertThat(put).isEqualTo(blob)));
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[1 + random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] damaged(byte[] whole, Random random) {
    int at = random.nextInt(whole.length);
    if (random.nextBoolean()) {
      return Arrays.copyOf(whole, at);
    }
    byte[] flipped = whole.clone();
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  /** The blobs that pass all checks. */
  private static List<byte[]> taken(byte[] segment) {
    List<byte[]> taken = new ArrayList<>();
    List<Entry> entries;
    try {
      entries = Segment.entries(new ByteArrayInputStream(segment), "segment");
    } catch (IOException e) {
      return taken;
    }
    for (Entry entry : entries) {
      take(segment, entry.rows(), taken);
      entry.readOnFrom().ifPresent(snapshot -> take(segment, snapshot, taken));
    }
    return taken;
  }

  private static void take(byte[] segment, Blob blob, List<byte[]> taken) {
    int from = (int) Math.min(blob.at(), segment.length);
    int to = (int) Math.min(blob.at() + blob.bytes(), segment.length);
    byte[] bytes = Arrays.copyOfRange(segment, from, to);
    if (Sha256.hex(Sha256.begin(), bytes).equals(blob.sha256())) {
      taken.add(bytes);
    }
  }
}
