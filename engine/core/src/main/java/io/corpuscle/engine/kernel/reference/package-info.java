/**
 * The definition of every kernel, in plain loops. Never optimised: when a fast kernel and this one
 * disagree, this one is right.
 */
@NullMarked
package io.corpuscle.engine.kernel.reference;

import org.jspecify.annotations.NullMarked;
