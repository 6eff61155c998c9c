package io.corpuscle.schemas;

import java.util.Optional;

/**
 * How a document stands to an earlier run that this one goes on from.
 *
 * @param change what has become of it
 * @param carriedFrom the document of the earlier run whose rows are this one's too, as far as they
 *     were not read again
 */
public record Continuation(Change change, Optional<String> carriedFrom) {}
