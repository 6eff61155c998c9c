/**
 * Documents that are rows of a table or of any query.
 *
 * <p>{@link io.corpuscle.jobs.table.TableSource} says which; {@link
 * io.corpuscle.jobs.table.RowCopy} copies them once into files of the run, which are read as the
 * files of a corpus are, and {@link io.corpuscle.jobs.table.StagedRows} lists the copies. A copied
 * row is known by its id and its content, never by where the copy lies.
 */
@NullMarked
package io.corpuscle.jobs.table;

import org.jspecify.annotations.NullMarked;
