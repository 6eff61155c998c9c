/**
 * The kernels in the Vector API: pure Java, near the float32 limit of a core, on every CPU.
 *
 * <p>Start at {@link io.corpuscle.engine.kernel.vector.VectorKernels}; every matrix product ends in
 * {@code ProductTile}. Nothing here may depend on whether the interpreter or a compiler runs it: no
 * {@code lanewise(EXP)}, no {@code reduceLanes(ADD)} (decision 0002).
 */
@NullMarked
package io.corpuscle.engine.kernel.vector;

import org.jspecify.annotations.NullMarked;
