package io.corpuscle.engine.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BlockAddressesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void aBlockBeginsAtItsFirstByteWhereverItsPositionIs() {
    BlockAddresses addresses = new BlockAddresses();
    ByteBuffer block = ByteBuffer.allocateDirect(256).alignedSlice(64);
    ByteBuffer within = ((ByteBuffer) block.duplicate().position(64)).slice();
    long address = addresses.of(block);

    assertThat(address % 64).isZero();
    assertThat(addresses.of(within)).isEqualTo(address + 64);
    assertThat(addresses.of(block.position(10))).isEqualTo(address);
    assertThat(addresses.size()).isEqualTo(2);
  }

  @Test
  void whatATaskLeavesBehindIsForgotten() throws InterruptedException {
    BlockAddresses addresses = new BlockAddresses();
    addresses.of(ByteBuffer.allocateDirect(64));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    // What is gone leaves when the next one comes.
    while (addresses.size() != 1 || System.nanoTime() < deadline) {
      System.gc();
      addresses.of(ByteBuffer.allocateDirect(64));
      if (addresses.size() == 1) {
        return;
      }
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
