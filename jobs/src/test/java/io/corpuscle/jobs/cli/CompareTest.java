package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.bench.RandomModel;
import io.corpuscle.engine.Engine;
import io.corpuscle.engine.EngineOptions;
import io.corpuscle.engine.TinyModels;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.reading.DocumentReading;
import io.corpuscle.engine.reading.Measure;
import io.corpuscle.engine.reading.ReadingOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompareTest {
  private static final int BASES = 5000;
  private static final int BLUE = 0xFF0B4F8A;
  private static final int ORANGE = 0xFFF08C00;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private Path linear;
  private String text;
  private Path tables;

  @BeforeEach
  void write() throws IOException {
    linear = TinyModels.dna(folder.resolve("linear"), 1);
    text = Files.writeString(folder.resolve("genome.txt"), bases(BASES)).toString();
    tables = folder.resolve("tables");
  }

  @Test
  void twoModelsAreHeldToEachOtherByPositionAndLength() throws IOException {
    Path other = TinyModels.qwen2(folder.resolve("quadratic"), 6000, 2);

    assertThat(compare(linear, other, "--text", text, "--out", tables.toString())).isZero();

    assertThat(out.toString())
        .containsPattern("\\| architecture +\\| +gla_swa +\\| +qwen2 +\\|")
        .containsPattern("\\| genome\\.txt +\\| +5,000 \\| +5,000 \\| +5,000 \\| +5,000 \\|")
        // 5,000 bytes end in the bucket that begins at 4,096.
        .containsPattern(
            "\\| 0 +\\| +1,024 \\| +1,024 \\|( +\\d\\.\\d{4} \\|){2} +[+-]\\d+\\.\\d\\d % \\|")
        .containsPattern(
            "\\| 4,096 +\\| +904 \\| +904 \\|( +\\d\\.\\d{4} \\|){2} +[+-]\\d+\\.\\d\\d % \\|")
        // The token that opens a document is read too; a base is a token.
        .containsPattern(
            "\\| 1,024 +\\| +1,025 \\| +1,025 \\| +\\d+\\.\\d{3} s \\| +\\d+\\.\\d{3} s \\| +\\d+\\.\\d\\d \\|")
        .containsPattern("\\| 5,000 +\\| +5,001 \\| +5,001 \\|")
        .contains("Memory, by length", tables.resolve("comparison.png").toString());
    assertThat(err.toString()).hasLineCount(2).contains("reading with " + linear);
  }

  @Test
  void theBitsAreThoseOfAReading() throws IOException {
    assertThat(compare(linear, linear, "--text", text)).isZero();

    Engine engine = Engine.open(linear, EngineOptions.of("vector", "float32"));
    double bitsPerByte;
    try (DocumentReading reading =
        engine
            .reader(ReadingOptions.measuring(Set.of(Measure.SURPRISAL)))
            .open(Files.newInputStream(Path.of(text)))) {
      while (reading.next().isPresent()) {
        // To the end.
      }
      bitsPerByte = reading.totals().bitsPerByte().orElseThrow();
    }
    String told = String.format(Locale.ROOT, "%.4f", bitsPerByte);
    assertThat(out.toString())
        .containsPattern("genome\\.txt .*\\| +" + told + " \\| +" + told + " \\| +\\+0\\.00 % \\|");
  }

  @Test
  void aDocumentBeyondAModelsRoomSaysWhatItWouldNeed() throws IOException {
    Path small = TinyModels.qwen2(folder.resolve("small"), 3000, 2);

    assertThat(compare(linear, small, "--text", text, "--out", tables.toString())).isZero();

    assertThat(out.toString())
        .contains("genome.txt by B only to byte 2,999: ")
        .contains("raise max_position_embeddings to 5001")
        // To be written on for a moment, it needs a little more than to be read.
        .contains("B has no room for all of it: max_position_embeddings would have to be 5157.")
        // What both read to its end is compared, and nothing else.
        .containsPattern("\\| 1,024 +\\| +1,024 \\| +1,024 \\|( +\\d\\.\\d{4} \\|){2} +[+-]\\d")
        .containsPattern("\\| 2,048 +\\| +2,048 \\| +951 \\|( +\\d\\.\\d{4} \\|){2} +– \\|")
        .containsPattern("\\| 4,096 +\\| +904 \\| +0 \\| +\\d\\.\\d{4} \\| +– \\| +– \\|");
    List<String> lengths = Files.readAllLines(tables.resolve("lengths.csv"));
    // 1,024, 2,048, 4,096 and 5,000 bytes for each.
    assertThat(lengths).hasSize(1 + 4 + 4);
    assertThat(lengths.get(7)).endsWith(",4096,4097,,,,");
    assertThat(lengths.get(3)).matches("\".*\",4096,4097,[\\d.E-]+,[\\d.E-]+,\\d+,\\d+");
  }

  @Test
  void modelsWithOtherTokensAreComparedByBytes() throws IOException {
    // Bases as they are written, all of printable ASCII: as many tokens, of other numbers.
    Path other =
        new RandomModel(
                new GlaSwaConfig(
                    128, 64, 2, List.of(1), 4, 2, 96, 64, 1e6, 1e-6f, false, "swish", false),
                1)
            .write(folder.resolve("ascii"));
    String umlauts = Files.writeString(folder.resolve("two.txt"), "äö".repeat(1000)).toString();

    assertThat(compare(linear, other, "--text", text, "--text", umlauts)).isZero();

    assertThat(out.toString())
        .containsPattern("\\| two\\.txt +\\| +4,000 \\| +4,000 \\| +2,000 \\| +2,000 \\|")
        // Of both documents, 1,024 bytes each.
        .containsPattern("\\| 0 +\\| +2,048 \\| +2,048 \\|");
  }

  @Test
  void theFilesHoldWhatIsPrinted() throws IOException {
    assertThat(compare(linear, linear, "--text", text, "--out", tables.toString())).isZero();

    try (Stream<Path> files = Files.list(tables)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "comparison.md", "positions.csv", "lengths.csv", "comparison.png");
    }
    assertThat(out.toString()).startsWith(Files.readString(tables.resolve("comparison.md")));
    assertThat(Files.readAllLines(tables.resolve("positions.csv")))
        .hasSize(1 + 4 + 4)
        .startsWith("model,from_byte,to_byte,bytes,bits,bits_per_byte");
    BufferedImage image =
        ImageIO.read(
            new ByteArrayInputStream(Files.readAllBytes(tables.resolve("comparison.png"))));
    assertThat(pixels(image, BLUE)).isGreaterThan(500);
    assertThat(pixels(image, ORANGE)).isGreaterThan(500);
    // Written over, for they are ours.
    assertThat(compare(linear, linear, "--text", text, "--out", tables.toString())).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"comparison.md", "lengths.csv", "comparison.png"})
  void whatIsNotOursStays(String name) throws IOException {
    Path holiday = Files.writeString(Files.createDirectories(tables).resolve(name), "sun");

    assertThat(compare(linear, linear, "--text", text, "--out", tables.toString())).isEqualTo(2);

    assertThat(err.toString()).hasLineCount(1).contains(name);
    assertThat(holiday).hasContent("sun");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aDamagedDocumentIsToldAndTheOthersAreCompared() throws IOException {
    byte[] damaged = bases(40_000).getBytes(StandardCharsets.US_ASCII);
    damaged[30_000] = (byte) 0xFF;
    Path file = Files.write(folder.resolve("damaged.txt"), damaged);

    assertThat(compare(linear, linear, "--text", file.toString(), "--text", text)).isOne();

    assertThat(out.toString())
        .containsPattern("damaged\\.txt by A only to byte \\d\\d,\\d+: .*byte 30000")
        .contains("By length: the first bytes of genome.txt, one thread");
  }

  @Test
  void aDocumentOfAFewBytesIsADocument() throws IOException {
    String few = Files.writeString(folder.resolve("few.txt"), "ACGT").toString();

    assertThat(compare(linear, linear, "--text", few, "--out", tables.toString())).isZero();

    assertThat(out.toString()).containsPattern("\\| 4 +\\| +5 \\| +5 \\|");
  }

  @Test
  void aModelThatIsNotThereIsOneLine() {
    assertThat(compare(linear, folder.resolve("none"), "--text", text)).isOne();

    assertThat(err.toString()).hasLineCount(1).contains("none is not a directory");
    assertThat(out.toString()).isEmpty();
  }

  private static long pixels(BufferedImage image, int color) {
    long pixels = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        pixels += image.getRGB(x, y) == color ? 1 : 0;
      }
    }
    return pixels;
  }

  private static String bases(int count) {
    Random random = new Random(1);
    StringBuilder bases = new StringBuilder();
    for (int i = 0; i < count; i++) {
      bases.append("ACGT".charAt(random.nextInt(4)));
    }
    return bases.toString();
  }

  private int compare(Path a, Path b, String... options) {
    List<String> args = new ArrayList<>(List.of("compare", a.toString(), b.toString()));
    args.addAll(List.of("--kernels", "vector", "--seconds", "0.01"));
    args.addAll(List.of(options));
    Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
    return Corpuscle.run(console, args.toArray(String[]::new));
  }
}
