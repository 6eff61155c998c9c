package io.corpuscle.jobs.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.corpuscle.engine.text.DocumentException;
import io.corpuscle.engine.text.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class CorpusProperties {

  @Property(tries = 100)
  void jsonTextsComeBackHoweverTheyAreEscapedCompressedAndRead(
      @ForAll("texts") List<String> texts,
      @ForAll boolean ascii,
      @ForAll Compression compression,
      @ForAll @IntRange(min = 1, max = 100) int piece)
      throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    JsonFactory json =
        JsonFactory.builder().configure(JsonWriteFeature.ESCAPE_NON_ASCII, ascii).build();
    for (String text : texts) {
      try (JsonGenerator line = json.createGenerator(lines)) {
        line.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        line.writeStartObject();
        line.writeStringField("before", text);
        line.writeStringField("text", text);
        line.writeEndObject();
      }
      lines.write('\n');
    }

    List<byte[]> read = read(Format.JSONL, compression, lines.toByteArray(), piece);

    assertThat(read).containsExactlyElementsOf(texts.stream().map(t -> t.getBytes(UTF_8)).toList());
  }

  @Provide
  Arbitrary<List<String>> texts() {
    Arbitrary<String> plain =
        Arbitraries.integers()
            .between(0, 0x10ffff)
            .filter(c -> c < 0xd800 || c > 0xdfff)
            .list()
            .ofMaxSize(60)
            .map(
                points ->
                    points.stream()
                        .collect(
                            StringBuilder::new,
                            StringBuilder::appendCodePoint,
                            StringBuilder::append)
                        .toString());
    Arbitrary<String> lengthy =
        Arbitraries.integers().between(0, 200_000).map(n -> "ab\"\\é\n".repeat(n / 6));
    return Arbitraries.frequencyOf(Tuple.of(9, plain), Tuple.of(1, lengthy)).list().ofMaxSize(8);
  }

  @Property(tries = 100)
  void sequencesComeBackHoweverTheyAreWrappedCompressedAndRead(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 100) int width,
      @ForAll Compression compression,
      @ForAll @IntRange(min = 1, max = 100) int piece)
      throws IOException {
    Random random = new Random(seed);
    StringBuilder file = new StringBuilder();
    List<byte[]> sequences =
        Stream.generate(() -> sequence(random)).limit(random.nextInt(6)).toList();
    for (byte[] sequence : sequences) {
      file.append(">record ").append(random.nextInt()).append(newline(random));
      for (int at = 0; at < sequence.length; at += width) {
        if (random.nextInt(5) == 0) {
          file.append("; comment > ").append(newline(random));
        }
        int length = Math.min(width, sequence.length - at);
        file.append(new String(sequence, at, length, UTF_8)).append(newline(random));
      }
    }

    List<byte[]> read = read(Format.FASTA, compression, file.toString().getBytes(UTF_8), piece);

    assertThat(read).containsExactlyElementsOf(sequences);
  }

  /** Files made of what could confuse, damaged at random: every document reads or has a fault. */
  @Property(tries = 300)
  void noFileMakesTheScanOrTheOpenerFail(
      @ForAll long seed, @ForAll Format format, @ForAll Compression compression)
      throws IOException {
    Assume.that(format != Format.TABLE);
    Random random = new Random(seed);
    List<String> pieces =
        List.of(
            ">",
            "x",
            "\n",
            "\r",
            ";",
            "{\"text\":\"",
            "\"}",
            "\\u",
            "d83d",
            "\\",
            "[",
            "{",
            ",",
            "\"id\":",
            "1",
            "null",
            "é",
            "\ufeff",
            "\0",
            " ",
            "}");
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(200); i > 0; i--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    byte[] stored = CorpusFolder.compressed(compression, text.toString().getBytes(UTF_8));
    for (int i = random.nextInt(3); i > 0 && stored.length > 0; i--) {
      stored[random.nextInt(stored.length)] = (byte) random.nextInt();
    }

    withFile(
        compression,
        stored,
        root -> {
          Corpus corpus = new CorpusFolder(root).scan(CorpusFolder.as(format));
          assertThat(CorpusFolder.ids(corpus)).doesNotHaveDuplicates();
          try (DocumentOpener opener =
              new DocumentOpener(CorpusFolder.HADOOP, InputLimits.STANDARD)) {
            for (DocumentRef document : corpus.documents()) {
              try {
                CorpusFolder.bytes(opener, document);
              } catch (DocumentException e) {
                assertThat(e).hasMessageContaining(document.uri());
                assertThat(e.fault()).isNotEqualTo(Fault.UNREADABLE);
              }
            }
          }
          return List.of();
        });
  }

  private static byte[] sequence(Random random) {
    byte[] sequence = new byte[random.nextInt(10) == 0 ? 200_000 : random.nextInt(300)];
    for (int i = 0; i < sequence.length; i++) {
      sequence[i] = (byte) "ACGTNacgtnRYKMSWBDHV-*".charAt(random.nextInt(22));
    }
    return sequence;
  }

  private static String newline(Random random) {
    return List.of("\n", "\r\n", "\n\n", " \n").get(random.nextInt(4));
  }

  /** Scans a file and reads its documents in pieces of a size. */
  private static List<byte[]> read(
      Format format, Compression compression, byte[] content, int piece) throws IOException {
    return withFile(
        compression,
        CorpusFolder.compressed(compression, content),
        root -> {
          Corpus corpus = new CorpusFolder(root).scan(CorpusFolder.as(format));
          try (DocumentOpener opener =
              new DocumentOpener(CorpusFolder.HADOOP, InputLimits.STANDARD)) {
            return corpus.documents().stream()
                .map(document -> inPieces(opener, document, format, piece))
                .toList();
          }
        });
  }

  /** jqwik has no temporary folders; this is one, for the time of a call. */
  private static List<byte[]> withFile(
      Compression compression, byte[] stored, Function<Path, List<byte[]>> use) throws IOException {
    Path root = Files.createTempDirectory("corpus");
    Path file = root.resolve("file" + CorpusFolder.suffix(compression));
    try {
      Files.write(file, stored);
      return use.apply(root);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(root);
    }
  }

  private static byte[] inPieces(
      DocumentOpener opener, DocumentRef document, Format format, int piece) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[piece];
    try (InputStream text = opener.open(document)) {
      for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
        assertThat(read).isPositive();
        bytes.write(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    if (format == Format.FASTA) {
      assertThat(document.textBytes()).isEqualTo(bytes.size());
    }
    return bytes.toByteArray();
  }
}
