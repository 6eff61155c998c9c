package io.corpuscle.engine.model;

/**
 * A linear layer as its checkpoint knows it.
 *
 * @param name of its weights, without {@code .weight}
 * @param outputs O
 */
public record LinearLayer(String name, int outputs) {}
