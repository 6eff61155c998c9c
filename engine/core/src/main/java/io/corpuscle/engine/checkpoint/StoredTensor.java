package io.corpuscle.engine.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor in its file, memory-mapped: nothing is read before it is asked for. Safe for use by
 * several threads.
 */
public final class StoredTensor {
  /** A mapping's size: any file is mapped in pieces a Java buffer can hold, whole elements each. */
  private static final long PIECE = 1L << 30;

  private final String name;
  private final ElementType type;
  private final List<Long> shape;
  private final List<ByteBuffer> pieces;

  private StoredTensor(String name, ElementType type, List<Long> shape, List<ByteBuffer> pieces) {
    this.name = name;
    this.type = type;
    this.shape = List.copyOf(shape);
    this.pieces = pieces;
  }

  /**
   * Maps a tensor.
   *
   * @param from where its little-endian bytes begin in the file
   * @param bytes how many there are: the product of the shape times the element size
   */
  public static StoredTensor map(
      FileChannel file, String name, ElementType type, List<Long> shape, long from, long bytes)
      throws IOException {
    List<ByteBuffer> pieces = new ArrayList<>();
    for (long at = 0; at < bytes; at += PIECE) {
      long size = Math.min(PIECE, bytes - at);
      pieces.add(
          file.map(FileChannel.MapMode.READ_ONLY, from + at, size).order(ByteOrder.LITTLE_ENDIAN));
    }
    return new StoredTensor(name, type, shape, pieces);
  }

  public String name() {
    return name;
  }

  public ElementType type() {
    return type;
  }

  public List<Long> shape() {
    return shape;
  }

  /** How many elements there are. */
  public long size() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /**
   * Copies elements as float32, in row-major order.
   *
   * @param from first element
   * @param target receives {@code count} numbers from {@code at} on
   */
  public void floats(long from, float[] target, int at, int count) {
    for (int done = 0; done < count; ) {
      long byteAt = (from + done) * type.bytes();
      ByteBuffer piece = pieces.get((int) (byteAt / PIECE));
      int inPiece = (int) (byteAt % PIECE);
      int n = Math.min(count - done, (piece.limit() - inPiece) / type.bytes());
      copy(piece, inPiece, target, at + done, n);
      done += n;
    }
  }

  private void copy(ByteBuffer piece, int byteAt, float[] target, int at, int n) {
    switch (type) {
      case F32 ->
          piece
              .slice(byteAt, n * 4)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer()
              .get(target, at, n);
      case BF16 -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = Float.intBitsToFloat(piece.getShort(byteAt + 2 * i) << 16);
        }
      }
      case F16 -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = HalfFloat.toFloat(piece.getShort(byteAt + 2 * i));
        }
      }
      case I8 -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = piece.get(byteAt + i);
        }
      }
      case F64 -> {
        for (int i = 0; i < n; i++) {
          target[at + i] = (float) piece.getDouble(byteAt + 8 * i);
        }
      }
      default ->
          throw new CheckpointException(
              "tensor '" + name + "' holds " + type + ", which is not a number of a model");
    }
  }

  /** All elements as float32; for the small ones. */
  public float[] floats() {
    float[] all = new float[Math.toIntExact(size())];
    floats(0, all, 0, all.length);
    return all;
  }

  /** All elements of an integer tensor. */
  public long[] longs() {
    long[] all = new long[Math.toIntExact(size())];
    for (int i = 0; i < all.length; i++) {
      long byteAt = (long) i * type.bytes();
      ByteBuffer piece = pieces.get((int) (byteAt / PIECE));
      int inPiece = (int) (byteAt % PIECE);
      all[i] =
          switch (type) {
            case I64 -> piece.getLong(inPiece);
            case I32 -> piece.getInt(inPiece);
            case I16 -> piece.getShort(inPiece);
            case I8 -> piece.get(inPiece);
            case U8, BOOL -> piece.get(inPiece) & 0xFF;
            default ->
                throw new CheckpointException(
                    "tensor '" + name + "' holds " + type + ", and integers are wanted");
          };
    }
    return all;
  }
}
