/**
 * Writing documents on, a token at a time: one, or many at once.
 *
 * <p>Start at {@link io.corpuscle.engine.generation.Generator}, which gives logits; a {@link
 * io.corpuscle.engine.generation.Sampler} chooses from them. What comes next depends on a document,
 * the model and its sampler alone, never on what else is written at the same time; a token costs
 * the same however many lie behind it.
 */
@NullMarked
package io.corpuscle.engine.generation;

import org.jspecify.annotations.NullMarked;
