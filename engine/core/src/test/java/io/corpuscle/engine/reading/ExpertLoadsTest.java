package io.corpuscle.engine.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.convert.MoePlan;
import io.corpuscle.engine.convert.Transformers;
import io.corpuscle.engine.kernel.KernelSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpertLoadsTest {
  private static final int EXPERTS = 5;
  private static final int CHOSEN = 2;
  private static final int WINDOW = 100;

  private static Engine engine;

  @BeforeAll
  static void open(@TempDir Path folder) throws IOException {
    Path source = Transformers.untiedFloat32(3).write(folder.resolve("source"), 5);
    new MoePlan(List.of(2), List.of(0), 40, EXPERTS, CHOSEN, 2)
        .of(Checkpoint.open(source), 3)
        .write(folder.resolve("model"), 1L << 30, tensors -> {});
    engine =
        Engine.open(folder.resolve("model"), EngineOptions.of("reference", KernelSelection.AUTO));
  }

  private static List<List<WindowResult>> read(ReadingOptions options, int... lengths) {
    List<BasesDocument> documents = new ArrayList<>();
    for (int length : lengths) {
      documents.add(BasesDocument.good(length));
    }
    JointReading reading = engine.reader(options).together(documents.iterator());
    while (reading.advance()) {
      // read on
    }
    return documents.stream().map(BasesDocument::windows).toList();
  }

  @Test
  void ofEveryLayerTheyAddUpToTheExpertsOfItsTokens() {
    List<WindowResult> windows =
        read(new ReadingOptions(WINDOW, 64, 1, Set.of(Measure.EXPERTS)), 250).get(0);

    assertThat(windows).hasSize(3);
    for (WindowResult window : windows) {
      List<Long> loads = window.experts().orElseThrow().tokens();
      assertThat(loads).hasSize(2 * EXPERTS);
      for (int layer = 0; layer < 2; layer++) {
        assertThat(
                loads.subList(layer * EXPERTS, (layer + 1) * EXPERTS).stream()
                    .mapToLong(Long::longValue)
                    .sum())
            .isEqualTo(CHOSEN * window.tokens());
      }
    }
  }

  @Test
  void theyAreTheSameTogetherAsAlone() {
    List<List<WindowResult>> together =
        read(new ReadingOptions(WINDOW, 192, 3, Set.of(Measure.EXPERTS)), 70, 250, 131);

    int i = 0;
    for (int length : new int[] {70, 250, 131}) {
      assertThat(together.get(i++))
          .isEqualTo(
              read(new ReadingOptions(WINDOW, 64, 1, Set.of(Measure.EXPERTS)), length).get(0));
    }
  }

  @Test
  void nobodyIsToldOfThemUnasked() {
    List<WindowResult> windows =
        read(new ReadingOptions(WINDOW, 64, 1, Set.of(Measure.SURPRISAL)), 250).get(0);

    assertThat(windows).allMatch(window -> window.experts().isEmpty());
  }

  @Test
  void aModelWithoutExpertsHasNone(@TempDir Path folder) throws IOException {
    Engine plain =
        Engine.open(TinyModels.dna(folder, 1), EngineOptions.of("reference", KernelSelection.AUTO));
    BasesDocument document = BasesDocument.good(150);
    JointReading reading =
        plain
            .reader(new ReadingOptions(WINDOW, 64, 1, Set.of(Measure.EXPERTS)))
            .together(List.of(document).iterator());
    while (reading.advance()) {
      // read on
    }

    assertThat(document.windows()).hasSize(2).allMatch(window -> window.experts().isEmpty());
  }
}
