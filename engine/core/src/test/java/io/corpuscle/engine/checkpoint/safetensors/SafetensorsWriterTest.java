package io.corpuscle.engine.checkpoint.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.StoredTensor;
import io.corpuscle.engine.checkpoint.safetensors.SafetensorsWriter.Declared;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsWriterTest {
  private static final Declared FLOATS = new Declared("z", ElementType.F32, List.of(3L, 2L));
  private static final Declared HALVES = new Declared("a", ElementType.BF16, List.of(5L));
  private static final Declared SCALAR = new Declared("s", ElementType.BF16, List.of());

  @TempDir private Path directory;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    float[] floats = {1.5f, -0.1f, 3e38f, 0, -0f, 1e-40f};
    Path file = directory.resolve("model.safetensors");

    try (SafetensorsWriter writer =
        SafetensorsWriter.create(file, List.of(HALVES, FLOATS, SCALAR), Map.of("format", "pt"))) {
      // In pieces, and not in the order of the file.
      writer.write("a", new float[] {9, 1, 2, 3}, 1, 3);
      writer.write("z", floats, 0, 4);
      writer.write("s", new float[] {-7}, 0, 1);
      writer.write("z", floats, 4, 2);
      writer.write("a", new float[] {4, 5}, 0, 2);
      writer.finish();
    }

    Map<String, StoredTensor> read = SafetensorsFile.open(file);
    assertThat(read.keySet()).containsExactly("z", "a", "s");
    assertThat(read.get("z").shape()).containsExactly(3L, 2L);
    assertThat(read.get("z").floats()).containsExactly(floats);
    assertThat(read.get("a").type()).isEqualTo(ElementType.BF16);
    assertThat(read.get("a").floats()).containsExactly(1, 2, 3, 4, 5);
    assertThat(read.get("s").shape()).isEmpty();
    assertThat(read.get("s").floats()).containsExactly(-7);
  }

  @Test
  void theHeaderIsWhatOtherReadersExpect() throws IOException {
    Path file = directory.resolve("model.safetensors");
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(file, List.of(HALVES, FLOATS), Map.of("format", "pt"))) {
      writer.write("z", new float[6], 0, 6);
      writer.write("a", new float[5], 0, 5);
      writer.finish();
    }

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.toIntExact(bytes.getLong());
    String header = new String(bytes.array(), Long.BYTES, length, StandardCharsets.UTF_8);

    assertThat(length % Long.BYTES).isZero();
    assertThat(header.strip())
        .isEqualTo(
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"z\":{\"dtype\":\"F32\",\"shape\":[3,2],\"data_offsets\":[0,24]},"
                + "\"a\":{\"dtype\":\"BF16\",\"shape\":[5],\"data_offsets\":[24,34]}}");
    assertThat(bytes.capacity()).isEqualTo(Long.BYTES + length + 34);
  }

  @ParameterizedTest(name = "{0} as bf16 is {1}")
  @CsvSource({
    "0x1.00p0, 0x1.00p0",
    // Half way between two neighbours: to the even one, down and up.
    "0x1.01p0, 0x1.00p0",
    "0x1.03p0, 0x1.04p0",
    "0x1.010002p0, 0x1.02p0",
    "-0x1.03p0, -0x1.04p0",
    // The largest float is beyond the largest bf16.
    "0x1.fffffep127, Infinity",
    "-Infinity, -Infinity",
    "0x1p-133, 0x1p-133",
    "0x1p-149, 0",
    "NaN, NaN"
  })
  void bfloat16IsRoundedHalfToEven(String value, String expected) throws IOException {
    Path file = directory.resolve("one.safetensors");
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, List.of(SCALAR), Map.of())) {
      writer.write("s", new float[] {Float.parseFloat(value)}, 0, 1);
      writer.finish();
    }

    assertThat(SafetensorsFile.open(file).get("s").floats())
        .containsExactly(Float.parseFloat(expected));
  }

  @Test
  void aNanWithOnlyItsLowestBitsSetStaysOne() throws IOException {
    Path file = directory.resolve("nan.safetensors");
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, List.of(SCALAR), Map.of())) {
      writer.write("s", new float[] {Float.intBitsToFloat(0x7F800001)}, 0, 1);
      writer.finish();
    }

    assertThat(SafetensorsFile.open(file).get("s").floats()[0]).isNaN();
  }

  @Test
  void tensorsLargerThanTheBufferAreWhole() throws IOException {
    Declared large = new Declared("large", ElementType.BF16, List.of(3L, 300_001L));
    float[] row = new float[300_001];
    Random random = new Random(1);
    for (int i = 0; i < row.length; i++) {
      row[i] = random.nextInt(256);
    }
    Path file = directory.resolve("large.safetensors");

    try (SafetensorsWriter writer = SafetensorsWriter.create(file, List.of(large), Map.of())) {
      for (int r = 0; r < 3; r++) {
        writer.write("large", row, 0, row.length);
      }
      writer.finish();
    }

    float[] read = new float[row.length];
    for (int r = 0; r < 3; r++) {
      SafetensorsFile.open(file).get("large").floats((long) r * row.length, read, 0, row.length);
      assertThat(read).isEqualTo(row);
    }
  }

  @Test
  void aFileThatIsNotWholeIsNotThere() throws IOException {
    Path file = Files.writeString(directory.resolve("model.safetensors"), "the one before");
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(file, List.of(FLOATS, HALVES), Map.of())) {
      writer.write("z", new float[6], 0, 6);
      writer.write("a", new float[4], 0, 4);

      assertThatThrownBy(writer::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("'a' is [5] and only 4 elements of it were written");
    }

    assertThat(directory).isDirectoryContaining("glob:**/model.safetensors");
    assertThat(directory.toFile().list()).hasSize(1);
    assertThat(file).hasContent("the one before");
  }

  @Test
  void whatWasNotDeclaredIsRefused() throws IOException {
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(directory.resolve("m"), List.of(HALVES), Map.of())) {
      assertThatThrownBy(() -> writer.write("b", new float[1], 0, 1))
          .hasMessage("'b' was not declared");
      writer.write("a", new float[4], 0, 4);
      assertThatThrownBy(() -> writer.write("a", new float[2], 0, 2))
          .hasMessageContaining("4 elements were written already: 2 more do not fit");
    }
    assertThatThrownBy(() -> new Declared("i", ElementType.I64, List.of(1L)))
        .hasMessageContaining("'i'");
    assertThatThrownBy(
            () ->
                SafetensorsWriter.create(directory.resolve("m"), List.of(HALVES, HALVES), Map.of()))
        .hasMessage("'a' is declared twice");
  }
}
