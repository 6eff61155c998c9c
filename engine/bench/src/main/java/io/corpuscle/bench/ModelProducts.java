package io.corpuscle.bench;

import io.corpuscle.engine.checkpoint.huggingface.GlaSwaConfig;
import io.corpuscle.engine.kernel.Kernels;
import io.corpuscle.engine.kernel.PackedMatrix;
import io.corpuscle.engine.kernel.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weight matrices of a model of some shape, filled at random, in the order in which a chunk
 * meets them, the head last. All of them are there, so that they come from memory where the model's
 * own would.
 */
public final class ModelProducts {
  /**
   * A product with more outputs than {@value #WIDE} is never stored as a whole: what follows it
   * consumes it as it comes. So it is multiplied in blocks of {@value #BLOCK} outputs here.
   */
  private static final int WIDE = 2048;

  private static final int BLOCK = 512;

  private final Map<String, List<PackedMatrix>> byRole = new LinkedHashMap<>();
  private final List<PackedMatrix> inOrder = new ArrayList<>();

  /**
   * Packs them.
   *
   * @param decayRank width of the low-rank product that gives the decays
   */
  public ModelProducts(Kernels kernels, Precision precision, GlaSwaConfig config, int decayRank) {
    int D = config.modelDim();
    int F = config.feedForwardDim();
    int inputs = D + 2 * config.kvHeads() * config.headDim();
    for (int n = 0; n < config.layers(); n++) {
      boolean window = config.windowLayers().contains(n);
      pack("mixer in", kernels, precision, window ? inputs : inputs + decayRank, D);
      pack("mixer out", kernels, precision, D, D);
      pack("gate and up", kernels, precision, 2 * F, D);
      pack("down", kernels, precision, D, F);
    }
    pack("head", kernels, precision, config.vocabulary(), D);
  }

  private void pack(String role, Kernels kernels, Precision precision, int outputs, int inputs) {
    String name = role + ", " + outputs + " × " + inputs;
    List<PackedMatrix> packed = byRole.computeIfAbsent(name, r -> new ArrayList<>());
    int block = outputs > WIDE ? BLOCK : outputs;
    for (int from = 0; from < outputs; from += block) {
      int rows = Math.min(block, outputs - from);
      PackedMatrix matrix = kernels.pack(new RandomRows(rows, inputs), new float[rows], precision);
      packed.add(matrix);
      inOrder.add(matrix);
    }
  }

  /** The matrices by what they are for and their shape. */
  public Map<String, List<PackedMatrix>> byRole() {
    return byRole;
  }

  /** The matrices as a chunk meets them. */
  public List<PackedMatrix> inOrder() {
    return inOrder;
  }
}
