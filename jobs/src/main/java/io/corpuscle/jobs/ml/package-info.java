/**
 * Reading as a stage of a Spark ML pipeline.
 *
 * <p>Start at {@link io.corpuscle.jobs.ml.CorpuscleReader}. This package alone knows Spark ML,
 * which not every installation of Spark has; nothing else may depend on it.
 */
@NullMarked
package io.corpuscle.jobs.ml;

import org.jspecify.annotations.NullMarked;
