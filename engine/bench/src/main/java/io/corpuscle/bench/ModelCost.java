package io.corpuscle.bench;

import io.corpuscle.engine.checkpoint.Checkpoint;
import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;

/**
 * The arithmetic a token takes by the model's equations, once the windows are full; a
 * multiplication and an addition count as two operations. What an implementation computes beyond
 * that is its own affair and earns it nothing here.
 *
 * @param projections operations in the layers' matrix products
 * @param head operations in the product with the vocabulary
 * @param attention operations in scores and values of the windows
 * @param scan operations in the recurrences of gated linear attention
 */
public record ModelCost(double projections, double head, double attention, double scan) {

  /**
   * What a checkpoint's tokens cost.
   *
   * @throws io.corpuscle.engine.checkpoint.CheckpointException if it is not a {@code gla_swa} model
   */
  public static ModelCost of(Checkpoint checkpoint) {
    GlaSwaConfig config = checkpoint.config(GlaSwaConfig.class);
    return of(config, decayRank(checkpoint, config));
  }

  /** Width of the low-rank product that gives the decays; 0 without gated linear attention. */
  public static int decayRank(Checkpoint checkpoint, GlaSwaConfig config) {
    for (int n = 0; n < config.layers(); n++) {
      if (!config.windowLayers().contains(n)) {
        String decay = "model.layers." + n + ".attn.gk_proj.0.weight";
        return Math.toIntExact(checkpoint.tensor(decay).shape().get(0));
      }
    }
    return 0;
  }

  /**
   * What a token costs in a model of that shape.
   *
   * @param decayRank width of the low-rank product that gives the decays
   */
  public static ModelCost of(GlaSwaConfig config, int decayRank) {
    double D = config.modelDim();
    double F = config.feedForwardDim();
    double d = config.headDim();
    double H = config.heads();
    double G = config.kvHeads();
    double windows = config.windowLayers().stream().distinct().count();
    double linear = config.layers() - windows;
    double weights = D * (H * d + 2 * G * d) + H * d * D + 3 * D * F;
    double decayWeights = D * decayRank + decayRank * G * d;
    return new ModelCost(
        2 * (config.layers() * weights + linear * decayWeights),
        2 * D * config.vocabulary(),
        windows * attention(H, d, config.window()),
        linear * scan(H, G, d));
  }

  /** q·kₛ and p·vₛ for each head, over {@code keys} tokens: operations a token and layer. */
  static double attention(double heads, double headDim, double keys) {
    return 4 * heads * headDim * keys;
  }

  /** S ← diag(exp a)·S + kᵀ·v a key/value head and q·S a head: operations a token and layer. */
  static double scan(double heads, double kvHeads, double headDim) {
    return (3 * kvHeads + 2 * heads) * headDim * headDim;
  }

  /** Operations in all matrix products. */
  public double products() {
    return projections + head;
  }

  /** All operations, every token scored. */
  public double total() {
    return products() + attention + scan;
  }
}
