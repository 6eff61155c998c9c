/**
 * Two models on the same documents: {@code corpuscle compare}.
 *
 * <p>Start at {@link io.corpuscle.jobs.compare.Comparison}, which is what comes out. Positions and
 * lengths count in bytes of the documents' text, so that models whose tokenizers differ can be held
 * to each other; nothing here measures time.
 */
@NullMarked
package io.corpuscle.jobs.compare;

import org.jspecify.annotations.NullMarked;
