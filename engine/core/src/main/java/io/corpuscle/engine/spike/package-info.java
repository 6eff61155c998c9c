/**
 * Spike trains: what the integer counts of a spiking projection are on neuromorphic hardware.
 *
 * <p>{@link io.corpuscle.engine.spike.SpikeCoding} spreads counts over steps and gathers them
 * again; {@link io.corpuscle.engine.spike.EventDrivenProjection} multiplies them by weights with
 * additions alone, {@link io.corpuscle.engine.spike.LeakyIntegrateAndFire} is the neuron that fires
 * them, and {@link io.corpuscle.engine.spike.EnergyModel} prices what was added.
 *
 * <p>These are executable definitions: exact, and slow. No model reads through them.
 */
@NullMarked
package io.corpuscle.engine.spike;

import org.jspecify.annotations.NullMarked;
