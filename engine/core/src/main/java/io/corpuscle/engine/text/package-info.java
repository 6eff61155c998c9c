/**
 * From the bytes of a document to token ids, as a stream: no document is ever held whole.
 *
 * <p>Start at {@link io.corpuscle.engine.text.TokenizerFiles}, which opens a model's {@link
 * io.corpuscle.engine.text.Tokenizer}, which opens one {@link io.corpuscle.engine.text.TokenStream}
 * per document. Cutting the bytes anywhere never changes an id or an offset, and text of a document
 * never becomes a control token.
 */
@NullMarked
package io.corpuscle.engine.text;

import org.jspecify.annotations.NullMarked;
