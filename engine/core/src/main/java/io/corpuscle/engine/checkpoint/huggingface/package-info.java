/** The {@code config.json} of the architectures we read, as their publishers write it. */
@NullMarked
package io.corpuscle.engine.checkpoint.huggingface;

import org.jspecify.annotations.NullMarked;
