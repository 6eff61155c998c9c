/**
 * Runs: how results become visible, all at once or not at all.
 *
 * <p>Start at {@link io.corpuscle.jobs.run.Run}. A run is a folder {@code run=<id>} in the output;
 * it grows under a name that readers leave out, is renamed when its tables are whole, and its
 * {@link io.corpuscle.jobs.run.RunManifest} is written last. Nothing in an output is ever changed
 * in place.
 */
@NullMarked
package io.corpuscle.jobs.run;

import org.jspecify.annotations.NullMarked;
