/**
 * What the engine's speed is, beside what this machine can do at most.
 *
 * <p>{@link io.corpuscle.bench.CeilingBenchmark} is the yardstick: run it with every other
 * benchmark and quote shares of it, for machines differ and drift. Results that count go to {@code
 * RESULTS.md}.
 */
@NullMarked
package io.corpuscle.bench;

import org.jspecify.annotations.NullMarked;
