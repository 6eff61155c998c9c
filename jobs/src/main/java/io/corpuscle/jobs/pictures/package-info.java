/**
 * Pictures of spikes, {@code corpuscle spikes}, and of two models, {@code corpuscle compare}.
 *
 * <p>Start at {@link io.corpuscle.jobs.pictures.SpikeStudy}, which is what is shown; {@link
 * io.corpuscle.jobs.pictures.SpikePage} shows it, and {@link
 * io.corpuscle.jobs.pictures.ComparisonFolder} a comparison. What is drawn is computed in the
 * engine, or by classes here that draw nothing.
 *
 * <p>No other package knows the plotting library or {@code java.awt}.
 */
@NullMarked
package io.corpuscle.jobs.pictures;

import org.jspecify.annotations.NullMarked;
