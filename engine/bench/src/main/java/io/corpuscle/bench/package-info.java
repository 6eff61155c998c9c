/**
 * How fast the engine is, beside what this machine can do at most.
 *
 * <p>{@link io.corpuscle.bench.Ceilings} is the yardstick, {@link io.corpuscle.bench.Rate} the way
 * to measure, {@link io.corpuscle.bench.ModelCost} what a token should cost and {@link
 * io.corpuscle.bench.CostProfile} where its time goes. Measure what can change the yardstick and
 * what is held to it in one process, and quote shares: machines differ and drift. Results that
 * count go to {@code RESULTS.md}.
 */
@NullMarked
package io.corpuscle.bench;

import org.jspecify.annotations.NullMarked;
