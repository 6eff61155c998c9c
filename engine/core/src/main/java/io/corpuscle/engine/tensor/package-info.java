/**
 * Storage and scratch for the numbers a model computes with, and no arithmetic at all.
 *
 * <p>{@link io.corpuscle.engine.tensor.FloatMatrix} is a view of rows and columns in an array;
 * {@link io.corpuscle.engine.tensor.Workspace} lends such views for the length of a call, so that
 * nothing is allocated per token.
 */
@NullMarked
package io.corpuscle.engine.tensor;

import org.jspecify.annotations.NullMarked;
