/**
 * What a run takes from the run before it, so that it costs what has changed since.
 *
 * <p>Start at {@link io.corpuscle.jobs.incremental.Earlier}, what the run before says of a document
 * of this one, and {@link io.corpuscle.jobs.incremental.TextComparison}, which holds the document's
 * text to that. {@link io.corpuscle.jobs.incremental.SavedStates} is where readings end so that
 * they can go on when a text has grown.
 *
 * <p>What is taken over is decided by texts alone, by their SHA-256. A saved state that is missing
 * or damaged costs time and changes no row.
 */
@NullMarked
package io.corpuscle.jobs.incremental;

import org.jspecify.annotations.NullMarked;
