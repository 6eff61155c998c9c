package io.corpuscle.bench.table;

import io.corpuscle.bench.RandomModel;
import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.checkpoint.safetensors.ShardedWriter;
import io.corpuscle.engine.convert.GlaSwaPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A Transformer and what it is converted into: both of one shape, the one with softmax attention to
 * all tokens in every layer, the other with linear attention and windows in turns.
 *
 * @param name what the table calls the two
 * @param linear the shape of what comes of the conversion
 */
record Contrast(String name, GlaSwaConfig linear) {
  /** Of the shape of Qwen2.5-0.5B, whose embedding table is its head; windows of 4,096 tokens. */
  static final Contrast HALF_BILLION =
      new Contrast(
          Models.HALF_BILLION, new RandomModel(RandomModel.HALF_BILLION, 1).tied().config());

  /** Of the shape of the bundled model {@code text}, windows of 512 tokens. */
  static final Contrast SMALL =
      new Contrast(
          "22M",
          new GlaSwaConfig(
              /* vocabulary= */ 8192,
              /* modelDim= */ 384,
              /* layers= */ 10,
              IntStream.range(0, 10).filter(layer -> layer % 2 == 1).boxed().toList(),
              /* heads= */ 6,
              /* kvHeads= */ 2,
              /* feedForwardDim= */ 1024,
              /* window= */ 512,
              /* ropeTheta= */ 1e6,
              /* normEpsilon= */ 1e-6f,
              /* tiedEmbeddings= */ false,
              /* activation= */ "swish",
              /* shortConvolution= */ false));

  private static final long SEED = 1;

  static final List<Contrast> ALL = List.of(SMALL, HALF_BILLION);

  /** Where the files of the two are. */
  record Folders(Path quadratic, Path linear) {}

  /**
   * Writes a Transformer with random weights, on which speed does not depend, and converts it.
   *
   * @param positions the most tokens the Transformer is to have room for
   */
  Folders write(Path folder, int positions) throws IOException {
    Path quadratic =
        new RandomModel(linear, SEED).transformer(positions).write(folder.resolve("qwen2"));
    Path converted = folder.resolve("gla_swa");
    new GlaSwaPlan(linear.windowLayers(), linear.window())
        .of(Checkpoint.open(quadratic), SEED)
        .write(converted, ShardedWriter.DEFAULT_SHARD_BYTES, tensors -> {});
    return new Folders(quadratic, converted);
  }
}
