package io.corpuscle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JointTextTest {
  private static final GlaSwaConfig SHAPE =
      new GlaSwaConfig(256, 64, 2, List.of(1), 4, 2, 96, 64, 1e6, 1e-6f, false, "swish", false);

  @TempDir private Path folder;

  @Test
  void documentsComeAgainAndEachTokenCountsOnce() throws IOException {
    new RandomModel(SHAPE, 1).write(folder);
    Engine engine = Engine.open(folder, EngineOptions.defaults());
    List<byte[]> documents =
        List.of(
            "a".repeat(100).getBytes(StandardCharsets.US_ASCII),
            "b".repeat(30).getBytes(StandardCharsets.US_ASCII));
    JointText reading = new JointText(engine.model(), engine.tokenizer(), documents, 128);

    long tokens = 0;
    int chunks = 0;
    while (tokens < 10 * 130) {
      tokens += reading.next();
      chunks++;
    }

    // A chunk has room for 128, the control token of each document among them.
    assertThat(chunks).isBetween(10, 25);
    assertThat(tokens).isLessThanOrEqualTo(chunks * 128L);
  }
}
