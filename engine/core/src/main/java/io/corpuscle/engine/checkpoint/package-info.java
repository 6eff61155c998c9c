/**
 * From the files of a model to a model that can read.
 *
 * <p>{@link io.corpuscle.engine.checkpoint.Checkpoint} opens a directory and hands out its tensors,
 * still on disk; {@link io.corpuscle.engine.checkpoint.ModelAssembler} builds the model its {@code
 * config.json} describes. Model files are data: nothing in them is executed, and no name in them
 * leads outside their directory.
 */
@NullMarked
package io.corpuscle.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
