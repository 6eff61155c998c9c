/**
 * Runs for programs that do not read Parquet, or would rather map memory: Arrow IPC files.
 *
 * <p>Start at {@link io.corpuscle.jobs.export.ArrowExport}. A file grows under a hidden folder and
 * gets its name when it is whole; a table that was exported is replaced only where that was asked
 * for.
 */
@NullMarked
package io.corpuscle.jobs.export;

import org.jspecify.annotations.NullMarked;
