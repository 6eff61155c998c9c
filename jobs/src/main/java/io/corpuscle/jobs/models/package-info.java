/**
 * Models where the work is: found by name or path on the driver, a verified copy on every node, one
 * engine a JVM.
 *
 * <p>Start at {@link io.corpuscle.jobs.models.ModelStore}; tasks get their engine from {@link
 * io.corpuscle.jobs.models.ExecutorEngine}. What reads documents is always the model the driver
 * found, byte for byte.
 */
@NullMarked
package io.corpuscle.jobs.models;

import org.jspecify.annotations.NullMarked;
