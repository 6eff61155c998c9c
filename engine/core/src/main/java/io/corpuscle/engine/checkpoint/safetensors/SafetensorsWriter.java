package io.corpuscle.engine.checkpoint.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpuscle.engine.checkpoint.ElementType;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes a safetensors file in the memory of one buffer: the header first, for which names and
 * shapes must be known, then every tensor piece by piece.
 *
 * <p>Tensors lie in the order of their element size, the largest first, then of their names, so
 * that each is aligned to its elements; the same tensors give the same bytes however they were
 * listed. Until {@link #finish} the file has another name, so that a file cut short is never taken
 * for a whole one.
 */
public final class SafetensorsWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Path part;
  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final Map<String, Slot> slots = new LinkedHashMap<>();

  /**
   * A tensor that is going to be written.
   *
   * @param type {@link ElementType#F32} or {@link ElementType#BF16}
   * @param shape its dimensions, outermost first
   */
  public record Declared(String name, ElementType type, List<Long> shape) {

    public Declared {
      shape = List.copyOf(shape);
      if (type != ElementType.F32 && type != ElementType.BF16) {
        throw new IllegalArgumentException(
            "'" + name + "' is to be written as " + type + "; F32 and BF16 can be.");
      }
    }

    /** How many elements it has. */
    public long size() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }
  }

  /** Where a tensor lies in the file, and how much of it is there. */
  private static final class Slot {
    final Declared tensor;
    final long at;
    long written;

    Slot(Declared tensor, long at) {
      this.tensor = tensor;
      this.at = at;
    }
  }

  private SafetensorsWriter(Path file, Path part, FileChannel channel) {
    this.file = file;
    this.part = part;
    this.channel = channel;
  }

  /**
   * Begins a file.
   *
   * @param file replaced by {@link #finish} if it is there
   * @param tensors all that will be in it
   * @param metadata what the header says beside them
   */
  public static SafetensorsWriter create(
      Path file, List<Declared> tensors, Map<String, String> metadata) throws IOException {
    Declared[] sorted = tensors.toArray(new Declared[0]);
    Arrays.sort(
        sorted,
        Comparator.comparing((Declared t) -> -t.type().bytes()).thenComparing(Declared::name));
    ByteBuffer header = header(sorted, metadata);
    Path part = file.resolveSibling(file.getFileName() + ".part");
    FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    SafetensorsWriter writer = new SafetensorsWriter(file, part, channel);
    long at = header.remaining();
    for (Declared tensor : sorted) {
      writer.slots.put(tensor.name(), new Slot(tensor, at));
      at += tensor.size() * tensor.type().bytes();
    }
    writer.writeFully(header, 0);
    return writer;
  }

  private static ByteBuffer header(Declared[] sorted, Map<String, String> metadata)
      throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode said = header.putObject("__metadata__");
      metadata.forEach(said::put);
    }
    long at = 0;
    for (Declared tensor : sorted) {
      if (header.has(tensor.name())) {
        throw new IllegalStateException("'" + tensor.name() + "' is declared twice");
      }
      long end = at + tensor.size() * tensor.type().bytes();
      ObjectNode entry = header.putObject(tensor.name()).put("dtype", tensor.type().name());
      ArrayNode shape = entry.putArray("shape");
      tensor.shape().forEach(shape::add);
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    byte[] json = JSON.writeValueAsBytes(header);
    // Blanks after the JSON let the tensors begin at a multiple of eight.
    int padded = (json.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(padded).put(json);
    while (bytes.hasRemaining()) {
      bytes.put((byte) ' ');
    }
    return bytes.flip();
  }

  /**
   * Writes the next {@code count} elements of a tensor, in row-major order; to {@link
   * ElementType#BF16} rounded half to even.
   *
   * @param source the elements, from {@code at} on
   */
  public void write(String name, float[] source, int at, int count) throws IOException {
    Slot slot = slots.get(name);
    if (slot == null || slot.written + count > slot.tensor.size()) {
      throw new IllegalStateException(
          slot == null
              ? "'" + name + "' was not declared"
              : String.format(
                  Locale.ROOT,
                  "'%s' is %s and %,d elements were written already: %,d more do not fit",
                  name,
                  slot.tensor.shape(),
                  slot.written,
                  count));
    }
    ElementType type = slot.tensor.type();
    int room = BUFFER_BYTES / type.bytes();
    for (int done = 0; done < count; ) {
      int n = Math.min(room, count - done);
      encode(type, source, at + done, n);
      writeFully(buffer.flip(), slot.at + slot.written * type.bytes());
      slot.written += n;
      done += n;
    }
  }

  private void encode(ElementType type, float[] source, int at, int n) {
    buffer.clear();
    for (int i = at; i < at + n; i++) {
      if (type == ElementType.BF16) {
        buffer.putShort(bfloat16(source[i]));
      } else {
        buffer.putFloat(source[i]);
      }
    }
  }

  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      // Rounding could carry a NaN into an infinity: keep its top bits and make it quiet.
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
  }

  private void writeFully(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  /**
   * Ends the file and gives it its name.
   *
   * @throws IllegalStateException if a tensor is not whole
   */
  public void finish() throws IOException {
    for (Slot slot : slots.values()) {
      if (slot.written < slot.tensor.size()) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "'%s' is %s and only %,d elements of it were written",
                slot.tensor.name(),
                slot.tensor.shape(),
                slot.written));
      }
    }
    channel.close();
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was written unless it was finished. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(part);
  }
}
