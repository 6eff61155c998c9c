package io.corpuscle.engine.checkpoint.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.corpuscle.engine.checkpoint.CheckpointException;
import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a safetensors file: eight bytes of header length, a JSON header, the tensors. Every field
 * of the header is checked against the file before a tensor is handed out.
 */
public final class SafetensorsFile {
  /** The header of a model with a hundred thousand tensors is about 12 MB. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private static final String METADATA = "__metadata__";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SafetensorsFile() {}

  /**
   * The tensors of a file, by name, in the order of its header.
   *
   * @throws CheckpointException if the file is missing, cut short, or its header contradicts it
   */
  public static Map<String, StoredTensor> open(Path path) {
    try (FileChannel file = FileChannel.open(path)) {
      JsonNode header = header(path, file);
      long dataAt = file.position();
      long dataBytes = file.size() - dataAt;
      List<Entry> entries = new ArrayList<>();
      for (Map.Entry<String, JsonNode> field : header.properties()) {
        if (!field.getKey().equals(METADATA)) {
          entries.add(entry(path, field.getKey(), field.getValue(), dataBytes));
        }
      }
      refuseOverlap(path, entries);
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      for (Entry e : entries) {
        long from = dataAt + e.begin;
        tensors.put(e.name, StoredTensor.map(file, e.name, e.type, e.shape, from, e.end - e.begin));
      }
      return tensors;
    } catch (NoSuchFileException e) {
      throw new CheckpointException(path + " does not exist", e);
    } catch (IOException e) {
      throw new CheckpointException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Reads the header and leaves the file's position where the tensors begin. */
  private static JsonNode header(Path path, FileChannel file) throws IOException {
    ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    readFully(path, file, prefix, "the header length");
    long length = prefix.flip().getLong();
    long rest = file.size() - Long.BYTES;
    require(
        length >= 2 && length <= MAX_HEADER_BYTES && length <= rest,
        path,
        "header length is %,d bytes and %,d follow (at most %,d are accepted): the file is cut short or not safetensors",
        length,
        rest,
        MAX_HEADER_BYTES);
    ByteBuffer json = ByteBuffer.allocate((int) length);
    readFully(path, file, json, "the header");
    try {
      JsonNode header = JSON.readTree(json.array());
      require(header.isObject(), path, "the header is %s, not an object", header.getNodeType());
      return header;
    } catch (JsonProcessingException e) {
      throw new CheckpointException(
          path + ": the header is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Entry entry(Path path, String name, JsonNode node, long dataBytes) {
    ElementType type = elementType(path, name, node.path("dtype"));
    List<Long> shape = new ArrayList<>();
    JsonNode dimensions = node.path("shape");
    require(dimensions.isArray(), path, "'%s' has no shape", name);
    for (JsonNode dimension : dimensions) {
      shape.add(natural(path, name, "shape", dimension));
    }
    JsonNode offsets = node.path("data_offsets");
    require(offsets.isArray() && offsets.size() == 2, path, "'%s' has no data_offsets", name);
    long begin = natural(path, name, "data_offsets", offsets.get(0));
    long end = natural(path, name, "data_offsets", offsets.get(1));
    require(
        begin <= end && end <= dataBytes,
        path,
        "'%s' lies at bytes %,d to %,d and the file holds %,d: it is cut short or damaged",
        name,
        begin,
        end,
        dataBytes);
    require(
        bytes(shape, type) == end - begin,
        path,
        "'%s' is %s of %s, which is not the %,d bytes its data_offsets span",
        name,
        type,
        shape,
        end - begin);
    return new Entry(name, type, shape, begin, end);
  }

  private static ElementType elementType(Path path, String name, JsonNode dtype) {
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(dtype.asText())) {
        return type;
      }
    }
    throw error(path, "'%s' has the unknown dtype %s", name, dtype);
  }

  private static long natural(Path path, String name, String field, JsonNode node) {
    require(
        node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0,
        path,
        "'%s' has %s in its %s, which is not a size",
        name,
        node,
        field);
    return node.longValue();
  }

  /** The size a shape implies, or −1 if no file could hold it. */
  private static long bytes(List<Long> shape, ElementType type) {
    try {
      long bytes = type.bytes();
      for (long dimension : shape) {
        bytes = Math.multiplyExact(bytes, dimension);
      }
      return bytes;
    } catch (ArithmeticException tooLarge) {
      return -1;
    }
  }

  private static void refuseOverlap(Path path, List<Entry> entries) {
    List<Entry> byBegin = new ArrayList<>(entries);
    byBegin.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    for (int i = 1; i < byBegin.size(); i++) {
      Entry before = byBegin.get(i - 1);
      Entry after = byBegin.get(i);
      require(
          before.end <= after.begin,
          path,
          "'%s' ends at byte %,d, after '%s' begins at %,d",
          before.name,
          before.end,
          after.name,
          after.begin);
    }
  }

  private static void readFully(Path path, FileChannel file, ByteBuffer target, String what)
      throws IOException {
    while (target.hasRemaining()) {
      if (file.read(target) < 0) {
        throw error(path, "the file ends in %s", what);
      }
    }
  }

  private static void require(boolean holds, Path path, String message, Object... values) {
    if (!holds) {
      throw error(path, message, values);
    }
  }

  private static CheckpointException error(Path path, String message, Object... values) {
    return new CheckpointException(path + ": " + String.format(Locale.ROOT, message, values));
  }

  private record Entry(String name, ElementType type, List<Long> shape, long begin, long end) {}
}
