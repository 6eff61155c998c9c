package io.corpuscle.engine.kernel.onednn;

import io.corpuscle.engine.state.Bfloat16Window;
import io.corpuscle.engine.state.WindowState;
import io.corpuscle.engine.tensor.ByteRegion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/**
 * One thread's two products of attention over a {@link Bfloat16Window}, and the scratch between
 * them: queries {@code [TILE, d]}, scores and weights {@code [TILE, keys]}, and what the weights
 * mix {@code [TILE, panel]}. The keys of a call are the tiles of a ring from one slot on.
 */
final class AttentionProducts {
  private static final int ROWS = WindowState.TILE;

  /** The most keys of a call: their scores for a tile of queries fill a quarter of an L2. */
  private static final int MOST_TILES = 16;

  private final engine cpu;
  private final Shape shape;
  private final Steps steps;
  private final ByteBuffer queries;
  private final ByteBuffer scoreBytes;
  private final FloatBuffer scores;
  private final ByteBuffer weights;
  private final ByteBuffer mixed;
  private final long queriesAddress;
  private final long scoresAddress;
  private final long weightsAddress;
  private final long mixedAddress;
  private final NativeCall[][] scoreCalls;
  private final NativeCall[][] mixCalls;

  /**
   * @param headDim d
   * @param panel channels of values in a panel
   * @param tiles the most tiles of a call
   */
  record Shape(int headDim, int panel, int tiles) {

    /** The shape for windows like this one: rings are cut into equal parts. */
    static Shape of(Bfloat16Window window) {
      int parts = (window.tiles() + MOST_TILES - 1) / MOST_TILES;
      return new Shape(window.headDim(), window.panel(), (window.tiles() + parts - 1) / parts);
    }
  }

  AttentionProducts(engine cpu, Shape shape) {
    this.cpu = cpu;
    this.shape = shape;
    this.steps = new Steps(cpu);
    int keys = shape.tiles() * WindowState.TILE;
    this.queries = allocate(Short.BYTES * ROWS * shape.headDim());
    this.scoreBytes = allocate(Float.BYTES * ROWS * keys);
    this.scores = scoreBytes.asFloatBuffer();
    this.weights = allocate(Short.BYTES * ROWS * keys);
    this.mixed = allocate(Float.BYTES * ROWS * shape.panel());
    this.queriesAddress = new Pointer(queries).address();
    this.scoresAddress = new Pointer(scoreBytes).address();
    this.weightsAddress = new Pointer(weights).address();
    this.mixedAddress = new Pointer(mixed).address();
    this.scoreCalls = new NativeCall[Buckets.count()][shape.tiles() + 1];
    this.mixCalls = new NativeCall[Buckets.count()][shape.tiles() + 1];
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes + 2 * ByteRegion.ALIGNMENT)
        .alignedSlice(ByteRegion.ALIGNMENT)
        .order(ByteOrder.nativeOrder());
  }

  /** Queries to be scored, bfloat16 in the order of {@link ElementLayout}, {@code [TILE, d]}. */
  ByteBuffer queries() {
    return queries;
  }

  /** What {@link #score} wrote, {@code [rows, keys of the call]}. */
  FloatBuffer scores() {
    return scores;
  }

  /** The same, as bytes. */
  ByteBuffer scoreBytes() {
    return scoreBytes;
  }

  /** What {@link #mix} reads, bfloat16 in the order of {@link ElementLayout}. */
  ByteBuffer weights() {
    return weights;
  }

  /** What {@link #mix} wrote, {@code [rows, panel]}. */
  ByteBuffer mixed() {
    return mixed;
  }

  /** The most tiles of a call. */
  int mostTiles() {
    return shape.tiles();
  }

  /** How many tiles a call has that is asked for {@code tiles}: one of a few, for each is code. */
  int tilesFor(int tiles) {
    int power = Integer.highestOneBit(2 * tiles - 1);
    return Math.min(power, shape.tiles());
  }

  /** {@code scores = queries·keys}, the keys of {@code tiles} tiles from {@code keys} on. */
  void score(int rows, int tiles, long keys) {
    int bucket = Buckets.holding(rows, ElementLayout.BFLOAT16);
    NativeCall call = scoreCalls[bucket][tiles];
    if (call == null) {
      int columns = tiles * WindowState.TILE;
      call = call(Buckets.rows(bucket), shape.headDim(), columns, memory.format_tag.BA16a64b2a);
      scoreCalls[bucket][tiles] = call;
    }
    call.run(steps.get(), queriesAddress, keys, 0, scoresAddress);
  }

  /** {@code mixed = weights·values}, the values of {@code tiles} tiles of a panel. */
  void mix(int rows, int tiles, long values) {
    int bucket = Buckets.holding(rows, ElementLayout.BFLOAT16);
    NativeCall call = mixCalls[bucket][tiles];
    if (call == null) {
      memory.format_tag panels =
          shape.panel() == WindowState.TILE
              ? memory.format_tag.BA16a64b2a
              : memory.format_tag.BA16a32b2a;
      call = call(Buckets.rows(bucket), tiles * WindowState.TILE, shape.panel(), panels);
      mixCalls[bucket][tiles] = call;
    }
    call.run(steps.get(), weightsAddress, values, 0, mixedAddress);
  }

  private NativeCall call(int rows, int depth, int columns, memory.format_tag panels) {
    matmul.primitive_desc description =
        new matmul.primitive_desc(
            cpu,
            matrix(rows, depth, memory.data_type.bf16, memory.format_tag.ab),
            matrix(depth, columns, memory.data_type.bf16, panels),
            matrix(rows, columns, memory.data_type.f32, memory.format_tag.ab),
            new primitive_attr(),
            false);
    return new NativeCall(cpu, description, new memory.desc());
  }

  private static memory.desc matrix(
      int rows, int columns, memory.data_type type, memory.format_tag layout) {
    return new memory.desc(new long[] {rows, columns}, type, layout);
  }
}
