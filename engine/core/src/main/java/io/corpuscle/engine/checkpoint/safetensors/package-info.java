/** The safetensors format: a JSON header that says where each tensor lies, then the tensors. */
@NullMarked
package io.corpuscle.engine.checkpoint.safetensors;

import org.jspecify.annotations.NullMarked;
