package io.corpuscle.engine.spike;

import java.io.Serializable;

/**
 * What arithmetic costs, to estimate the energy of spiking projections beside that of dense ones.
 *
 * <pre>
 *   spiking = synaptic operations · INT8 addition
 *   dense   = multiply-accumulates · FP16 or INT8 multiply-accumulate
 * </pre>
 *
 * <p>An estimate of <b>arithmetic alone: memory traffic and control are not in it</b>. Quote it
 * with its {@link #name} and against both baselines: the one against FP16 flatters, since INT8
 * without spikes saves most of that too.
 *
 * <p>At the 1.13 spikes per channel that SpikingBrain-7B's report states, {@link #HOROWITZ_45NM}
 * gives 0.0339 pJ per channel and output: 97.7 % less than FP16 and 85.3 % less than INT8. The
 * report rounds to 0.034 pJ first and states 85.2 %.
 *
 * @param name of the figures: what they were taken from
 * @param int8AddPicojoules one INT8 addition
 * @param int8MacPicojoules one INT8 multiply-accumulate
 * @param fp16MacPicojoules one FP16 multiply-accumulate
 */
public record EnergyModel(
    String name, double int8AddPicojoules, double int8MacPicojoules, double fp16MacPicojoules)
    implements Serializable {
  /**
   * 45 nm at 0.9 V. An INT8 addition takes 0.03 pJ and a multiplication 0.2; an FP16 addition 0.4
   * and a multiplication 1.1. From M. Horowitz, "Computing's energy problem (and what we can do
   * about it)", ISSCC 2014.
   */
  public static final EnergyModel HOROWITZ_45NM =
      new EnergyModel("45 nm (Horowitz, ISSCC 2014)", 0.03, 0.23, 1.5);

  public EnergyModel {
    requirePositive("int8AddPicojoules", int8AddPicojoules);
    requirePositive("int8MacPicojoules", int8MacPicojoules);
    requirePositive("fp16MacPicojoules", fp16MacPicojoules);
  }

  /** What so many synaptic operations cost, in pJ. */
  public double spikingPicojoules(long synapticOperations) {
    return synapticOperations * int8AddPicojoules;
  }

  /** What so many dense multiply-accumulates cost in INT8, in pJ. */
  public double int8Picojoules(long denseMacs) {
    return denseMacs * int8MacPicojoules;
  }

  /** What so many dense multiply-accumulates cost in FP16, in pJ. */
  public double fp16Picojoules(long denseMacs) {
    return denseMacs * fp16MacPicojoules;
  }

  /**
   * The share of INT8's energy that spikes save, of the same projections; below 0 where they take
   * more.
   *
   * @param denseMacs at least 1
   */
  public double savedOfInt8(long synapticOperations, long denseMacs) {
    return 1 - spikingPicojoules(synapticOperations) / int8Picojoules(denseMacs);
  }

  /**
   * The share of FP16's energy that spikes save, of the same projections; below 0 where they take
   * more.
   *
   * @param denseMacs at least 1
   */
  public double savedOfFp16(long synapticOperations, long denseMacs) {
    return 1 - spikingPicojoules(synapticOperations) / fp16Picojoules(denseMacs);
  }

  private static void requirePositive(String component, double picojoules) {
    if (!(picojoules > 0) || Double.isInfinite(picojoules)) {
      throw new IllegalArgumentException(
          component + " is " + picojoules + " pJ and must be above 0 and finite.");
    }
  }
}
