/** The layers through which a token sees the tokens before it. */
@NullMarked
package io.corpuscle.engine.model.mixer;

import org.jspecify.annotations.NullMarked;
