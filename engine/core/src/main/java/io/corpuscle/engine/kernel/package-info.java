/**
 * The arithmetic the model is written in, behind one interface.
 *
 * <p>{@link io.corpuscle.engine.kernel.Kernels} lists the operations; {@code kernel.reference} says
 * what they mean, in loops a reader can check against the paper; every other provider must agree
 * with it under {@code KernelContract}. Models never import a provider.
 */
@NullMarked
package io.corpuscle.engine.kernel;

import org.jspecify.annotations.NullMarked;
