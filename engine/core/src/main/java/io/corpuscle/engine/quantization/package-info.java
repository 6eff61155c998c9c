/**
 * From a floating-point checkpoint to a W8ASpike one: INT8 weights in groups of inputs, spikes for
 * activations (SpikingBrain, arXiv 2509.05276).
 *
 * <p>{@link io.corpuscle.engine.quantization.Quantization} is the whole way; {@link
 * io.corpuscle.engine.quantization.ScaleSearch} is its arithmetic. Everything here holds one layer,
 * or a few rows of one, and never a whole model.
 */
@NullMarked
package io.corpuscle.engine.quantization;

import org.jspecify.annotations.NullMarked;
