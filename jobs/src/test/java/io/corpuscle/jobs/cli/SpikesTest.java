package io.corpuscle.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpuscle.engine.TinyModels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpikesTest {
  private static final int EXCITATORY = 0xFF0B4F8A;
  private static final int INHIBITORY = 0xFFF08C00;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private String model;
  private String text;
  private Path pictures;

  @BeforeEach
  void write() throws IOException {
    model = TinyModels.dna(folder.resolve("model"), 1).toString();
    text = Files.writeString(folder.resolve("a<b.txt"), "ACGTTGCA".repeat(20)).toString();
    pictures = folder.resolve("pictures");
  }

  @Test
  void writesAPageAndItsPictures() throws IOException {
    assertThat(spikes("--neurons", "16")).isZero();

    assertThat(names(pictures))
        .containsExactlyInAnyOrder("index.html", "firing-maps.png", "counts.png", "layers.png");
    assertThat(out.toString())
        .contains("a<b.txt, 160 tokens", "in spiking", pictures.resolve("index.html").toString());
    String html = Files.readString(pictures.resolve("index.html"));
    assertThat(html)
        .contains("a&lt;b.txt", "160 tokens, 160 bytes", "<td>spiking</td>", "<td>3.0</td>")
        .contains("The first 16 of 32 inputs", "over the first 8 tokens", "are given |s|")
        .contains("<code>A</code> <code>C</code> <code>G</code> <code>T</code>")
        .contains("model.layers.0.attn.gk_proj.0", "lm_head")
        .contains("INT8 multiply-accumulates", "FP16 multiply-accumulates")
        .contains("Memory traffic and control are not in it.")
        .contains("<dt>sparsity over T = 3 steps</dt>");
  }

  @Test
  void thePageFetchesNothing() throws IOException {
    assertThat(spikes("--neurons", "16")).isZero();

    String html = Files.readString(pictures.resolve("index.html"));
    assertThat(html).doesNotContain("http", "<script", "<link", "@import", "url(", "<a ");
    Matcher sources = Pattern.compile("(?:src|href|srcset)=\"([^\"]{0,40})").matcher(html);
    List<String> found = new ArrayList<>();
    while (sources.find()) {
      found.add(sources.group(1));
    }
    assertThat(found).hasSize(3).allMatch(source -> source.startsWith("data:image/png;base64,"));
  }

  @Test
  void thePicturesOfThePageAreThoseBesideIt() throws IOException {
    assertThat(spikes("--neurons", "16")).isZero();

    String html = Files.readString(pictures.resolve("index.html"));
    Matcher images =
        Pattern.compile("width=\"(\\d+)\" height=\"(\\d+)\" .*base64,([^\"]+)\"").matcher(html);
    for (String name : List.of("firing-maps.png", "counts.png", "layers.png")) {
      assertThat(images.find()).isTrue();
      byte[] png = Base64.getDecoder().decode(images.group(3));
      assertThat(pictures.resolve(name)).hasBinaryContent(png);
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      assertThat(image.getWidth()).isEqualTo(2 * Integer.parseInt(images.group(1)));
      assertThat(image.getHeight()).isEqualTo(2 * Integer.parseInt(images.group(2)));
      assertThat(share(image, EXCITATORY)).as(name).isGreaterThan(0.001);
      assertThat(share(image, INHIBITORY)).as(name).isPositive();
    }
  }

  @Test
  void pagesAreTheSameFromRunToRunAndWriteOverEachOther() throws IOException {
    assertThat(spikes("--neurons", "16")).isZero();
    byte[] first = Files.readAllBytes(pictures.resolve("index.html"));

    assertThat(spikes("--neurons", "16")).isZero();

    assertThat(pictures.resolve("index.html")).hasBinaryContent(first);
  }

  @ParameterizedTest
  @CsvSource({"index.html", "counts.png"})
  void whatIsNotOursStays(String name) throws IOException {
    Files.createDirectories(pictures);
    Files.writeString(pictures.resolve(name), "<p>holiday</p>");

    assertThat(spikes()).isEqualTo(2);

    assertThat(err.toString()).hasLineCount(1).contains(name, "not drawn by this command");
    assertThat(names(pictures)).containsExactly(name);
    assertThat(pictures.resolve(name)).hasContent("<p>holiday</p>");
  }

  @Test
  void oneDocumentOfAFileIsRead() throws IOException {
    text = Files.writeString(folder.resolve("two.fa"), ">x\nACGT\n>y\nAAAAAT\n").toString();

    assertThat(spikes("--document", "two.fa#y", "--neurons", "4")).isZero();
    assertThat(out.toString()).contains("two.fa#y, 6 tokens");
    assertThat(err.toString()).isEmpty();

    assertThat(spikes("--neurons", "4")).isZero();
    assertThat(out.toString()).contains("two.fa#x, 4 tokens");
    assertThat(err.toString()).hasLineCount(1).contains("2 documents", "--document");

    assertThat(spikes("--document", "z")).isEqualTo(2);
    assertThat(err.toString()).contains("no document 'z'", "'two.fa#x'");
  }

  @Test
  void aSingleNeuronOfASingleTokenIsAPictureToo() {
    assertThat(spikes("--neurons", "1", "--tokens", "1")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "--tokens,0,must be 1 to 64",
    "--neurons,257,must be 1 to 256",
  })
  void whatCannotBeDrawnIsRefused(String option, String value, String hint) {
    assertThat(spikes(option, value)).isEqualTo(2);

    assertThat(err.toString()).hasLineCount(1).contains(option, value, hint);
    assertThat(pictures).doesNotExist();
  }

  @Test
  void aTextThatIsNotThereLeavesNothingBehind() {
    text = folder.resolve("none.txt").toString();

    assertThat(spikes()).isOne();

    assertThat(err.toString()).hasLineCount(1).contains("none.txt");
    assertThat(pictures).doesNotExist();
  }

  @Test
  void aTextThatEndsInAFaultIsNotHalfDrawn() throws IOException {
    byte[] bytes = "ACGT".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
    bytes[30_000] = (byte) 0xFF;
    Files.write(Path.of(text), bytes);

    assertThat(spikes("--neurons", "4")).isOne();

    assertThat(err.toString()).hasLineCount(1).contains("byte 30000");
    assertThat(pictures).doesNotExist();
  }

  private static double share(BufferedImage image, int color) {
    long pixels = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        pixels += image.getRGB(x, y) == color ? 1 : 0;
      }
    }
    return (double) pixels / image.getWidth() / image.getHeight();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private int spikes(String... options) {
    List<String> args =
        new ArrayList<>(List.of("spikes", model, text, "--out", pictures.toString()));
    args.addAll(List.of("--kernels", "vector"));
    args.addAll(List.of(options));
    Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
    return Corpuscle.run(console, args.toArray(String[]::new));
  }
}
