/**
 * Corpuscle without Spark: open an {@link io.corpuscle.engine.Engine} on a model's directory, and
 * read documents with it, or write them on with a {@link io.corpuscle.engine.generation.Generator}.
 */
@NullMarked
package io.corpuscle.engine;

import org.jspecify.annotations.NullMarked;
