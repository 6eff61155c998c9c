/**
 * What differs between two runs, row by row and bit by bit.
 *
 * <p>Start at {@link io.corpuscle.jobs.diff.RunDiff#of}; {@link
 * io.corpuscle.jobs.diff.TableComparison} joins two tables, {@link
 * io.corpuscle.jobs.diff.DifferingValues} holds two rows to each other. Only content is compared,
 * and what is compared is never rounded.
 */
@NullMarked
package io.corpuscle.jobs.diff;

import org.jspecify.annotations.NullMarked;
