/**
 * One program a row of the table of what the engine must reach: each measures, and prints the ratio
 * beside what is wanted.
 *
 * <p>Start at {@link io.corpuscle.bench.table.Targets}, which runs them by name; {@code
 * engine/bench/README.md} says with which flags of the JVM. Ratios only: whatever two numbers are
 * held to each other was measured in the same process, in turns where a machine could drift.
 */
@NullMarked
package io.corpuscle.bench.table;

import org.jspecify.annotations.NullMarked;
