/**
 * Reading documents: bytes in, one result a window out.
 *
 * <p>Start at {@link io.corpuscle.engine.reading.DocumentReader}. What comes out depends on the
 * text, the model and the options alone, never on how the bytes arrived or what else was read with
 * it.
 */
@NullMarked
package io.corpuscle.engine.reading;

import org.jspecify.annotations.NullMarked;
