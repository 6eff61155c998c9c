package io.corpuscle.jobs.compare;

import java.util.Optional;

/**
 * Two models on the same documents.
 *
 * @param kernels what computed
 * @param timed the id of the document whose beginnings were timed, if there was one
 */
public record Comparison(
    String kernels, ModelResult first, ModelResult second, Optional<String> timed) {}
