/**
 * A language model as an explicit stack: embedding, blocks, norm, head.
 *
 * <p>Start at {@link io.corpuscle.engine.model.LanguageModel}. A model is immutable and shared by
 * all threads; what it remembers of a document is a {@link io.corpuscle.engine.state.ModelState}
 * handed to it with every {@link io.corpuscle.engine.model.Chunk}. Models speak to kernels through
 * their interface only.
 */
@NullMarked
package io.corpuscle.engine.model;

import org.jspecify.annotations.NullMarked;
