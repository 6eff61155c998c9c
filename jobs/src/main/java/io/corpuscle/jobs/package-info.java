/**
 * The jobs: what a person configures and runs.
 *
 * <p>Start at {@link io.corpuscle.jobs.AnalyzeJob}, which says in ten lines what happens; each line
 * has a room of its own below this package. {@link io.corpuscle.jobs.AnalyzeConfig} is what a file
 * of {@code conf/jobs} says. Spark's own settings are never among ours.
 */
@NullMarked
package io.corpuscle.jobs;

import org.jspecify.annotations.NullMarked;
