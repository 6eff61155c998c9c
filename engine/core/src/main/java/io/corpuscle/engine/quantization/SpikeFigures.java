package io.corpuscle.engine.quantization;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.corpuscle.engine.spike.EnergyModel;

/**
 * The spikes of a reading, over the inputs of all spiking layers: an input that several share
 * counts for each. Of the coding {@link
 * io.corpuscle.engine.spike.SpikeCoding#BITWISE_BIDIRECTIONAL}.
 *
 * @param perChannel spikes for each channel
 * @param silentFraction the share of channels that did not fire
 * @param within7Fraction the share of channels with |count| ≤ 7
 * @param sparsity the share of silent steps; over T = {@link
 *     io.corpuscle.engine.spike.SpikeTally#STEPS}
 * @param picojoules estimated energy of a multiply-accumulate done as additions of spikes:
 *     arithmetic alone, see {@link EnergyModel#HOROWITZ_45NM}
 */
public record SpikeFigures(
    @JsonProperty("spikesPerChannel") double perChannel,
    @JsonProperty("silentFraction") double silentFraction,
    @JsonProperty("within7Fraction") double within7Fraction,
    @JsonProperty("sparsity") double sparsity,
    @JsonProperty("picojoulesPerMac") double picojoules) {}
