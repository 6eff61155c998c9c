/**
 * The tables Corpuscle writes, each declared once.
 *
 * <p>Start at {@link io.corpuscle.schemas.Tables}: every column says there what it means, in which
 * unit, and where its value comes from. {@link io.corpuscle.schemas.ArrowBatch} holds rows as Arrow
 * vectors, {@link io.corpuscle.schemas.ContentDigest} is what two runs are compared by. Tables only
 * grow: a column that was published keeps its name, type, meaning and unit.
 */
@NullMarked
package io.corpuscle.schemas;

import org.jspecify.annotations.NullMarked;
