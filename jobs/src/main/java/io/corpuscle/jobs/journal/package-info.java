/**
 * What a job has read so far, on storage, so that nothing is read twice after a task, an executor
 * or the driver was lost. It belongs to jobs: an ad-hoc {@code spark.read} keeps none.
 *
 * <p>Start at {@link io.corpuscle.jobs.journal.Journal}, a folder of segments. A task writes a
 * {@link io.corpuscle.jobs.journal.Segment} now and then through its {@link
 * io.corpuscle.jobs.journal.TaskJournal}: the rows of the documents that ended, and of the one
 * being read the rows since the last segment with a snapshot. An {@link
 * io.corpuscle.jobs.journal.Entry} says which rows of which document from which token to which; a
 * chain of entries from a document's first token on is what its reading goes on from, whoever wrote
 * each of them.
 *
 * <p>Segments are created, written and closed, and never renamed or overwritten: object stores have
 * no rename. What is valid is told by checksums alone.
 */
@NullMarked
package io.corpuscle.jobs.journal;

import org.jspecify.annotations.NullMarked;
