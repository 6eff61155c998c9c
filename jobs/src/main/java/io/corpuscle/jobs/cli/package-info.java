/**
 * The command line: {@code corpuscle analyze}, {@code verify}, {@code inspect} and the others.
 *
 * <p>Start at {@link io.corpuscle.jobs.cli.Corpuscle}, which holds every command's options; what a
 * command does is a class of its own. This is the only package that writes to the console: results
 * to standard output, everything else to standard error.
 */
@NullMarked
package io.corpuscle.jobs.cli;

import org.jspecify.annotations.NullMarked;
