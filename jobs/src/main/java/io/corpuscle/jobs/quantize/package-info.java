/**
 * {@code corpuscle quantize}: a W8ASpike checkpoint of a floating-point one, calibrated on the
 * user's own documents.
 *
 * <p>Start at {@link io.corpuscle.jobs.quantize.QuantizeJob}. Spark reads the beginnings of a
 * sample of documents, where they lie; everything else is {@code engine.quantization}, on the
 * driver.
 */
@NullMarked
package io.corpuscle.jobs.quantize;

import org.jspecify.annotations.NullMarked;
