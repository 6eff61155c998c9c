/**
 * From an open Transformer to a model of constant memory: the weights of a {@code qwen2} checkpoint
 * under the names of another architecture, with what that has besides, small and seeded.
 *
 * <p>Start at {@link io.corpuscle.engine.convert.Conversion}. What comes of it computes, and has to
 * be trained on before it predicts as its source did. No weight is held longer than it takes to
 * copy a piece of it.
 */
@NullMarked
package io.corpuscle.engine.convert;

import org.jspecify.annotations.NullMarked;
