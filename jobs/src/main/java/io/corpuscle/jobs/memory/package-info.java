/**
 * Whether what a run needs fits into the memory there is, known before it starts.
 *
 * <p>Start at {@link io.corpuscle.jobs.memory.MemoryNeed}: the parts that a JVM needs, held to the
 * {@link io.corpuscle.jobs.memory.JvmMemory} it has.
 */
@NullMarked
package io.corpuscle.jobs.memory;

import org.jspecify.annotations.NullMarked;
