/**
 * Holds a model to reference results computed elsewhere: the only proof that the model is the
 * model.
 */
@NullMarked
package io.corpuscle.engine.verification;

import org.jspecify.annotations.NullMarked;
