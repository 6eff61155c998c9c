/** The layers that see one token at a time. */
@NullMarked
package io.corpuscle.engine.model.feedforward;

import org.jspecify.annotations.NullMarked;
