/**
 * What a model remembers of the tokens already read. Its size is known when a document opens and
 * never grows.
 *
 * <p>Start at {@link io.corpuscle.engine.state.ModelState}: one {@link
 * io.corpuscle.engine.state.MixerState} a layer. Kernels advance states; nothing else writes them.
 */
@NullMarked
package io.corpuscle.engine.state;

import org.jspecify.annotations.NullMarked;
