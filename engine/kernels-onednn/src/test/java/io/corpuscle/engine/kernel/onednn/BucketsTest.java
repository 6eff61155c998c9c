package io.corpuscle.engine.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BucketsTest {

  private static List<Integer> products(int rows, ElementLayout layout) {
    List<Integer> products = new ArrayList<>();
    for (int left = rows; left > 0; left -= products.get(products.size() - 1)) {
      products.add(Buckets.rows(Buckets.of(left, layout)));
    }
    return products;
  }

  @Test
  void rowsAreMultipliedInLargeNumbersOfWhichLittleIsFilledUp() {
    assertThat(products(1, ElementLayout.INT8)).containsExactly(1);
    assertThat(products(2, ElementLayout.INT8)).containsExactly(4);
    assertThat(products(5, ElementLayout.INT8)).containsExactly(8);
    assertThat(products(100, ElementLayout.INT8)).containsExactly(64, 32, 4);
    assertThat(products(120, ElementLayout.INT8)).containsExactly(128);
    assertThat(products(257, ElementLayout.INT8)).containsExactly(256, 1);
    assertThat(products(512, ElementLayout.INT8)).containsExactly(256, 256);
  }

  @Test
  void floatsAreNeverMultipliedInFewerThanEightRows() {
    assertThat(products(1, ElementLayout.FLOAT32)).containsExactly(8);
    assertThat(products(257, ElementLayout.BFLOAT16)).containsExactly(256, 8);
  }

  @ParameterizedTest
  @EnumSource
  void thereIsRoomForAllRowsAndFewMore(ElementLayout layout) {
    for (int rows = 1; rows <= 1_000; rows++) {
      int room = Buckets.roomFor(rows, layout);

      assertThat(room).isEqualTo(products(rows, layout).stream().mapToInt(n -> n).sum());
      assertThat(room).isBetween(rows, rows + Math.max(7, rows / 7));
    }
  }
}
