/**
 * Matrix products by oneDNN, in INT8, bfloat16 and float32; everything else by the vector kernels.
 *
 * <p>{@link io.corpuscle.engine.kernel.onednn.OnednnKernels} is the surface. Below it, weights are
 * packed once into blocks of columns ({@code OnednnMatrix}), operands lie outside of the Java heap
 * ({@code OnednnOperand}), and a thread's {@code NativeProducts} multiply one with the other into
 * scratch that stays in the second-level cache, from where Java takes it, scaled and biased, to
 * where it is wanted ({@code ProductRows}).
 */
@NullMarked
package io.corpuscle.engine.kernel.onednn;

import org.jspecify.annotations.NullMarked;
