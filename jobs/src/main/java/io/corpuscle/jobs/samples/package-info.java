/**
 * The sample corpus: documents written from word lists and a seed, so that a first run needs no
 * data of anyone's and its result can be stated in advance.
 *
 * <p>Start at {@link io.corpuscle.jobs.samples.SampleGenerator}. Prose comes from the {@code
 * .grammar} resources beside this package, told by {@link io.corpuscle.jobs.samples.Prose}; the
 * genome from {@link io.corpuscle.jobs.samples.GenomeWriter}. What is hidden in the documents for a
 * model to find is listed as {@link io.corpuscle.jobs.samples.Planted}. The committed files and the
 * generator may never differ by a byte: only {@link java.util.Random}, whose numbers its contract
 * fixes, and integer arithmetic decide anything here.
 */
@NullMarked
package io.corpuscle.jobs.samples;

import org.jspecify.annotations.NullMarked;
