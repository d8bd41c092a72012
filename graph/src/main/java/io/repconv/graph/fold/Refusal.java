package io.repconv.graph.fold;

/**
 * A place where a fold would have been tried and must not be.
 *
 * @param node the node at which it stopped, as messages call it
 * @param reason a sentence: what was observed and why that is not one convolution
 */
public record Refusal(String node, String reason) {}
