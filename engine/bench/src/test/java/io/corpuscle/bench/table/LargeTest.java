package io.corpuscle.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.bench.RandomModel;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What memory is in use is told by Linux. */
@EnabledOnOs(OS.LINUX)
class LargeTest {
  private static final GlaSwaConfig SHAPE =
      new GlaSwaConfig(
          256, 128, 6, List.of(1, 3, 5), 4, 2, 192, 64, 1e6, 1e-6f, false, "swish", false);

  @TempDir private Path folder;

  @Test
  void whatIsToBeKeptStaysAndIsOpenedAgain() throws IOException {
    Path checkpoint = folder.resolve("kept");

    large("folder=" + checkpoint, "keep=true").run();

    assertThat(Checkpoint.open(checkpoint).config(GlaSwaConfig.class).layers()).isEqualTo(2);
    Path weights = checkpoint.resolve("model.safetensors");
    Object written = Files.getLastModifiedTime(weights);

    large("folder=" + checkpoint).run();

    assertThat(Files.getLastModifiedTime(weights)).isEqualTo(written);
  }

  @Test
  void aFolderOfSomebodyElseIsNotTaken() throws IOException {
    Path holiday = Files.writeString(folder.resolve("holiday.txt"), "sun");

    assertThatThrownBy(() -> large("folder=" + folder).run())
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(holiday).hasContent("sun");
  }

  @Test
  void theLargeShapeIsThePublishedOne() {
    RandomModel model = new RandomModel(RandomModel.SEVEN_BILLION, 1);

    // The table and the head 544,997,376 each, a norm of 3,584; 233,057,792 a layer, and in the
    // linear ones 57,344 and 8,192 of the decay, 512 of its bias and 128 of the norm of heads.
    assertThat(model.bytes())
        .isEqualTo(2 * (2 * 544_997_376L + 3584 + 28 * 233_057_792L + 14 * 66_176L));
    assertThat(model.first(2).config().windowLayers()).containsExactly(1);
  }

  private static Large large(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("kernels=vector", "layers=2", "tokens=512", "threads=2", "seconds=0.01"));
    words.addAll(List.of(more));
    return new Large(Arguments.of(words), SHAPE);
  }
}
