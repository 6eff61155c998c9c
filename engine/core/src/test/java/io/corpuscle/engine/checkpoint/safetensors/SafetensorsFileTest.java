package io.corpuscle.engine.checkpoint.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {
  private static final String TWO_FLOATS =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

  @TempDir Path directory;

  @Test
  void everyNumberTypeIsReadAsWritten() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(1.5f).putFloat(-0.25f).putShort((short) 0xBFC0).putShort((short) 0x3E00);
    data.putShort((short) 0x0001).putShort((short) 0xFC00).put((byte) -7).put((byte) 127);
    data.putShort((short) 0);
    Map<String, StoredTensor> tensors =
        SafetensorsFile.open(
            file(
                "{\"__metadata__\":{\"format\":\"pt\"},"
                    + "\"f32\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                    + "\"bf16\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[8,10]},"
                    + "\"f16\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[10,16]},"
                    + "\"i8\":{\"dtype\":\"I8\",\"shape\":[2],\"data_offsets\":[16,18]}}",
                data.array()));

    assertThat(tensors.keySet()).containsExactly("f32", "bf16", "f16", "i8");
    assertThat(tensors.get("f32").floats()).containsExactly(1.5f, -0.25f);
    assertThat(tensors.get("bf16").floats()).containsExactly(-1.5f);
    assertThat(tensors.get("f16").floats())
        .containsExactly(1.5f, 0x1p-24f, Float.NEGATIVE_INFINITY);
    assertThat(tensors.get("i8").floats()).containsExactly(-7f, 127f);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,12]}} | 'a' lies at bytes 0 to 12",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | not the 8 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | 'a' lies at bytes 8 to 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | which is not a size",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,8]}} | which is not a size",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387906],\"data_offsets\":[0,8]}} | not the 8 bytes",
        "{\"a\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}} | unknown dtype",
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}} | has no shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}} | has no data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}} | after 'b' begins at 2",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | Duplicate field 'a'",
        "[1,2] | not an object",
        "{\"a\": | not valid JSON",
      })
  void aHeaderThatContradictsItsFileIsRefused(String header, String reason) throws IOException {
    Path file = file(header, new byte[8]);

    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("model.safetensors")
        .hasMessageContaining(reason);
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file(TWO_FLOATS, new byte[8]));
    for (int length = 0; length < whole.length; length++) {
      Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SafetensorsFile.open(cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(CheckpointException.class);
    }
  }

  @Test
  void aHeaderLengthNoFileCanHaveIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(file(TWO_FLOATS, new byte[8]));
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, 0}) {
      ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      Path damaged = Files.write(directory.resolve("damaged"), whole);
      assertThatThrownBy(() -> SafetensorsFile.open(damaged))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining("header length");
    }
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> SafetensorsFile.open(directory.resolve("absent")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("absent does not exist");
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json).put(data);
    return Files.write(directory.resolve("model.safetensors"), file.array());
  }
}
