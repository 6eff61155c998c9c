package io.corpuscle.jobs.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Two models, each with weights of another kind, and amounts that are easily added. */
class MemoryNeedTest {
  private static final long MIB = 1 << 20;

  private static final ModelFootprint NATIVE =
      new ModelFootprint("native", at(0, 0, 1_000), at(10, 20, 0), at(1, 4, 0));
  private static final ModelFootprint JAVA =
      new ModelFootprint("java", at(500, 0, 0), at(50, 0, 0), at(3, 0, 0));

  @Test
  void aJvmNeedsAllWeightsAndWhatTheCostliestModelTakesOfEachTask() {
    MemoryNeed need = new MemoryNeed(List.of(NATIVE, JAVA), 4, 8);

    assertThat(need.bytes(Pool.HEAP) / MIB).isEqualTo(300 + 500 + 4 * (50 + 8 * 3));
    assertThat(need.bytes(Pool.DIRECT) / MIB).isEqualTo(4 * (20 + 8 * 4));
    assertThat(need.bytes(Pool.OUTSIDE) / MIB).isEqualTo(1_000 + 4 * (20 + 8 * 4));
  }

  @Test
  void whatFitsToTheByteIsNotRefused() {
    MemoryNeed need = new MemoryNeed(List.of(NATIVE), 4, 8);

    assertThatCode(() -> need.requireFits(outside(1_208 * MIB, 4))).doesNotThrowAnyException();
    assertThatThrownBy(() -> need.requireFits(outside(1_208 * MIB - 1, 4)))
        .isInstanceOf(MemoryException.class);
  }

  @Test
  void theMessageHasEveryPartWhatThereIsAndHowManyDocumentsHaveRoom() {
    MemoryNeed need = new MemoryNeed(List.of(NATIVE), 4, 100_000);

    assertThatThrownBy(() -> need.requireFits(outside(1_200 * MIB, 4)))
        .isInstanceOf(MemoryException.class)
        .hasMessage(
            "Reading needs 1,601,080 MiB outside of the heap (weights of native 1,000, 4 tasks with"
                + " native: 20 of scratch and 100,000 documents with 4.000 of state each) and there"
                + " are 1,200 (a container). The way out: documentsTogether=7 or less, or"
                + " overhead=1601080m.");
    new MemoryNeed(List.of(NATIVE), 4, 7).requireFits(outside(1_200 * MIB, 4));
    assertThatThrownBy(
            () -> new MemoryNeed(List.of(NATIVE), 4, 8).requireFits(outside(1_200 * MIB, 4)))
        .isInstanceOf(MemoryException.class);
  }

  @Test
  void whereOneDocumentATaskIsTooMuchFewerTasksAreTheWayOut() {
    MemoryNeed need = new MemoryNeed(List.of(NATIVE), 4, 8);

    assertThatThrownBy(() -> need.requireFits(outside(1_060 * MIB, 4)))
        .hasMessageContaining("The way out: cores=1, or overhead=1208m.");
    new MemoryNeed(List.of(NATIVE), 1, 8).requireFits(outside(1_060 * MIB, 1));
  }

  @Test
  void whereTheWeightsHaveNoRoomOnlyMoreMemoryHelps() {
    MemoryNeed need = new MemoryNeed(List.of(NATIVE), 4, 8);

    assertThatThrownBy(() -> need.requireFits(outside(900 * MIB, 4)))
        .hasMessageEndingWith("The way out: overhead=1208m.");
  }

  @Test
  void everyPoolThatIsTooSmallIsTold() {
    MemoryNeed need = new MemoryNeed(List.of(NATIVE), 1, 1);
    JvmMemory memory =
        new JvmMemory(
            List.of(
                new JvmMemory.Limit(Pool.HEAP, 310 * MIB, "-Xmx", "heap=%dm"),
                new JvmMemory.Limit(Pool.DIRECT, 24 * MIB, "-XX", "direct=%dm"),
                new JvmMemory.Limit(Pool.OUTSIDE, 100 * MIB, "a container", "overhead=%dm")),
            1,
            "cores=%d");

    assertThatThrownBy(() -> need.requireFits(memory))
        .hasMessageContaining("311 MiB on the heap")
        .hasMessageContaining("1,024 MiB outside of the heap")
        .hasMessageEndingWith("The way out: heap=311m and overhead=1024m.");
  }

  private static JvmMemory outside(long bytes, int tasks) {
    return new JvmMemory(
        List.of(new JvmMemory.Limit(Pool.OUTSIDE, bytes, "a container", "overhead=%dm")),
        tasks,
        "cores=%d");
  }

  private static MemoryBytes at(long heap, long direct, long other) {
    return new MemoryBytes(heap * MIB, direct * MIB, other * MIB);
  }
}
