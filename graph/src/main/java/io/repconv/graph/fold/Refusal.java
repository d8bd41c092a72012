package io.repconv.graph.fold;

/**
 * A place where a fold was tried and not made, because it is not exact or because it does not pay.
 *
 * @param node the node at which it stopped, as messages call it
 * @param reason a sentence: what was observed and why that is not one convolution, or what one
 *     convolution would cost
 * @param exact whether the fold would have been exact, and was left because it would cost more
 */
public record Refusal(String node, String reason, boolean exact) {}
