/**
 * Texts that are values of a query, read through a model: what the ML transformer and the SQL
 * functions have in common.
 *
 * <p>Start at {@link io.corpuscle.jobs.texts.TextModel}, which is made on the driver and travels to
 * tasks; there {@link io.corpuscle.jobs.texts.TextReadings} reads. What is read of a text is what a
 * scan reads of a document that holds it, bit for bit.
 */
@NullMarked
package io.corpuscle.jobs.texts;

import org.jspecify.annotations.NullMarked;
