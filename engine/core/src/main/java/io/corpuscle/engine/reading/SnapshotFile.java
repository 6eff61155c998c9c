package io.corpuscle.engine.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.checkpoint.ElementType;
import io.corpuscle.engine.reading.DocumentSnapshot.Part;
import io.corpuscle.engine.reading.DocumentSnapshot.Place;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The bytes of a snapshot: a safetensors file. Its metadata says by what it was made, where it is
 * in the document, and SHA-256 over all of it: the header without that, then the tensors.
 *
 * <p>A header is accepted only if it is, byte for byte, the one that would be written of what it
 * says; so there is no byte that may be another.
 */
record SnapshotFile(String identity, Place place, Map<String, Part> parts) {
  private static final String FORMAT = "corpuscle.snapshot.1";
  private static final int MAX_HEADER_BYTES = 16 << 20;
  private static final int BLOCK_BYTES = 1 << 16;
  private static final String METADATA = "__metadata__";
  private static final String CHECKSUM = "sha256";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  static void write(OutputStream out, String identity, Place place, Map<String, Part> parts)
      throws IOException {
    ObjectNode header = header(identity, place, parts);
    ((ObjectNode) header.get(METADATA)).put(CHECKSUM, checksum(header, parts));
    byte[] json = padded(header);
    out.write(
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .array());
    out.write(json);
    // Not by a channel, which refuses to write for a thread that is told to stop: then above all it
    // is to be written how far that thread is.
    byte[] block = new byte[BLOCK_BYTES];
    for (Part part : parts.values()) {
      ByteBuffer bytes = part.bytes().duplicate();
      while (bytes.hasRemaining()) {
        int count = Math.min(BLOCK_BYTES, bytes.remaining());
        bytes.get(block, 0, count);
        out.write(block, 0, count);
      }
    }
  }

  private static ObjectNode header(String identity, Place place, Map<String, Part> parts) {
    ObjectNode header = JSON.createObjectNode();
    header
        .putObject(METADATA)
        .put("format", FORMAT)
        .put("identity", identity)
        .put("tokens", Long.toString(place.tokens()))
        .put("windows", Integer.toString(place.windows()))
        .put("textBytes", Long.toString(place.textBytes()))
        .put("textSha256", place.textSha256());
    long at = 0;
    for (Map.Entry<String, Part> part : parts.entrySet()) {
      ElementType type = part.getValue().type();
      long bytes = part.getValue().bytes().remaining();
      ObjectNode tensor = header.putObject(part.getKey()).put("dtype", type.name());
      tensor.putArray("shape").add(bytes / type.bytes());
      tensor.putArray("data_offsets").add(at).add(at + bytes);
      at += bytes;
    }
    return header;
  }

  /** Of the header that has no checksum yet, and the tensors. */
  private static String checksum(ObjectNode header, Map<String, Part> parts) throws IOException {
    MessageDigest digest = TextDigest.begin();
    digest.update(JSON.writeValueAsBytes(header));
    parts.values().forEach(part -> digest.update(part.bytes().duplicate()));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static byte[] padded(ObjectNode header) throws IOException {
    byte[] json = JSON.writeValueAsBytes(header);
    byte[] padded = Arrays.copyOf(json, (json.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }

  /**
   * Reads a whole one.
   *
   * @throws SnapshotException if it is not one, or not whole
   */
  static SnapshotFile read(InputStream in) throws IOException {
    try {
      byte[] json = readHeader(in);
      ObjectNode header = parse(json);
      ObjectNode metadata = object(header, METADATA);
      Place place =
          new Place(
              number(metadata, "tokens"),
              Math.toIntExact(number(metadata, "windows")),
              number(metadata, "textBytes"),
              text(metadata, "textSha256"));
      Map<String, Part> parts = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : header.properties()) {
        if (!field.getKey().equals(METADATA)) {
          parts.put(field.getKey(), part(field.getKey(), field.getValue(), in));
        }
      }
      requireEnd(in);
      String identity = text(metadata, "identity");
      String said = text(metadata, CHECKSUM);
      ObjectNode expected = header(identity, place, parts);
      String computed = checksum(expected, parts);
      ((ObjectNode) expected.get(METADATA)).put(CHECKSUM, computed);
      if (!computed.equals(said) || !Arrays.equals(padded(expected), json)) {
        throw new SnapshotException(
            "the snapshot is damaged: its SHA-256 is " + computed + ", and was " + said);
      }
      return new SnapshotFile(identity, place, parts);
    } catch (EOFException e) {
      throw new SnapshotException("the snapshot is cut short", e);
    } catch (ArithmeticException e) {
      throw new SnapshotException("the snapshot is damaged: a number in it is too large", e);
    }
  }

  private static byte[] readHeader(InputStream in) throws IOException {
    byte[] prefix = readFully(in, Long.BYTES);
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_HEADER_BYTES) {
      throw new SnapshotException(
          String.format(
              Locale.ROOT,
              "the snapshot is damaged: its header is said to have %,d bytes, and %,d are the most",
              length,
              MAX_HEADER_BYTES));
    }
    return readFully(in, (int) length);
  }

  private static ObjectNode parse(byte[] json) throws IOException {
    try {
      if (JSON.readTree(json) instanceof ObjectNode header) {
        return header;
      }
      throw new SnapshotException("the snapshot is damaged: its header is not an object");
    } catch (JsonProcessingException e) {
      throw new SnapshotException("the snapshot is damaged: its header is not JSON", e);
    }
  }

  private static Part part(String name, JsonNode tensor, InputStream in) throws IOException {
    JsonNode offsets = tensor.path("data_offsets");
    int bytes =
        Math.toIntExact(Math.subtractExact(offsets.path(1).asLong(), offsets.path(0).asLong()));
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(tensor.path("dtype").asText()) && bytes >= 0) {
        return new Part(type, ByteBuffer.wrap(readFully(in, bytes)));
      }
    }
    throw new SnapshotException("the snapshot is damaged: '" + name + "' is " + tensor);
  }

  /** Never takes more memory than has been read. */
  private static byte[] readFully(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  private static void requireEnd(InputStream in) throws IOException {
    if (in.read() >= 0) {
      throw new SnapshotException("the snapshot is damaged: it goes on behind its end");
    }
  }

  private static ObjectNode object(ObjectNode parent, String name) {
    if (parent.get(name) instanceof ObjectNode object) {
      return object;
    }
    throw new SnapshotException("the snapshot is damaged: its header has no '" + name + "'");
  }

  private static String text(ObjectNode metadata, String name) {
    JsonNode value = metadata.path(name);
    if (!value.isTextual()) {
      throw new SnapshotException("the snapshot is damaged: its header has no '" + name + "'");
    }
    return value.textValue();
  }

  private static long number(ObjectNode metadata, String name) {
    try {
      long value = Long.parseLong(text(metadata, name));
      if (value < 0) {
        throw new NumberFormatException("negative");
      }
      return value;
    } catch (NumberFormatException e) {
      throw new SnapshotException("the snapshot is damaged: '" + name + "' is not a count", e);
    }
  }
}
