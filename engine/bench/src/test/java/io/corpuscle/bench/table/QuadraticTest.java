package io.corpuscle.bench.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.bench.Growth;
import io.corpuscle.bench.GrowthFit.Law;
import io.corpuscle.bench.GrowthFit.Point;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.ModelShape;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class QuadraticTest {
  private static final Contrast TINY =
      new Contrast(
          "tiny",
          new GlaSwaConfig(
              128, 64, 2, List.of(1), 4, 2, 96, 64, 1e6, 1e-6f, false, "swish", false));

  @TempDir private Path folder;

  @Test
  void bothAreMeasuredAsFarAsThereIsRoomAndDrawn() throws Exception {
    Arguments arguments =
        Arguments.of(
            List.of(
                "kernels=vector",
                "tokens=4096",
                "capacity=2048",
                "seconds=0.01",
                "plot=" + folder.resolve("plots")));

    new Quadratic(arguments, List.of(TINY)).run();

    String svg = Files.readString(folder.resolve("plots/quadratic-tiny.svg"));
    // The Transformer's third length is beyond its capacity: a hollow mark in each chart, one in
    // the legend.
    assertThat(svg).contains("qwen2", "gla_swa", "tiny: one document, one thread");
    assertThat(count(svg, "<circle")).isEqualTo(2 * 2 * 3 + 3);
    assertThat(count(svg, "fill=\"white\"/>") - 1).isEqualTo(2 + 1);
    assertThat(count(svg, "stroke-dasharray")).isEqualTo(2);
    assertThat(parsed(svg).getDocumentElement().getTagName()).isEqualTo("svg");
  }

  @Test
  void aSingleLengthIsNotEnough() {
    Arguments arguments = Arguments.of(List.of("tokens=1024"));

    assertThatThrownBy(() -> new Quadratic(arguments, List.of(TINY)).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tokens=1024", "2048");
  }

  @Test
  void theOneIsWhatTheOtherIsConvertedInto() throws IOException {
    Contrast.Folders folders = TINY.write(folder, 500);

    ModelShape quadratic = ModelShape.of(Checkpoint.open(folders.quadratic()));
    ModelShape linear = ModelShape.of(Checkpoint.open(folders.linear()));

    assertThat(quadratic.layers()).isEqualTo(new ModelShape.Layers(2, 0, 0, 2));
    assertThat(linear.layers()).isEqualTo(new ModelShape.Layers(2, 1, 1, 0));
    assertThat(quadratic.capacity()).isEqualTo(OptionalInt.of(500));
    assertThat(Checkpoint.open(folders.linear()).config(GlaSwaConfig.class))
        .isEqualTo(TINY.linear());
    String up = "model.layers.1.mlp.up_proj.weight";
    assertThat(Checkpoint.open(folders.linear()).tensor(up).floats())
        .isEqualTo(Checkpoint.open(folders.quadratic()).tensor(up).floats());
  }

  @Test
  void theTableMarksWhatWasNotMeasured() {
    List<Point> reading = List.of(new Point(1024, 2), new Point(2048, 8));
    List<Point> writing = List.of(new Point(1024, 0.01), new Point(2048, 0.02));
    ContrastTable.Side quadratic =
        new ContrastTable.Side(
            "qwen2",
            Growth.by(Law.READING, reading),
            Growth.by(Law.TOKEN, writing),
            List.of(1_000_000L, 2_000_000L, 4_000_000L));
    ContrastTable.Side linear =
        new ContrastTable.Side(
            "gla_swa",
            Growth.steady(List.of(new Point(1024, 4), new Point(2048, 8), new Point(4096, 16))),
            Growth.level(List.of(new Point(1024, 0.05))),
            List.of(500_000L, 500_000L, 500_000L));

    List<String> table =
        new ContrastTable("tiny", List.of(1024L, 2048L, 4096L), quadratic, linear).markdown();

    assertThat(table)
        .containsExactly(
            "| tiny: tokens | first token, `qwen2` | `gla_swa` | times as fast | writing, `qwen2` |"
                + " `gla_swa` | times as fast | state, `qwen2` | `gla_swa` |",
            "|---|---|---|---|---|---|---|---|---|",
            "| 1,024 | 2.00 s | 4.00 s | 0.50 | 100.0 tokens/s | 20.0 tokens/s | 0.20 | 1.0 MB |"
                + " 0.5 MB |",
            "| 2,048 | 8.00 s | 8.00 s | 1.00 | 50.0 tokens/s | ≈ 20.0 tokens/s | ≈ 0.40 | 2.0 MB |"
                + " 0.5 MB |",
            "| 4,096 | ≈ 32.00 s | 16.00 s | ≈ 2.00 | ≈ 25.0 tokens/s | ≈ 20.0 tokens/s | ≈ 0.80 |"
                + " 4.0 MB | 0.5 MB |");
  }

  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }
}
