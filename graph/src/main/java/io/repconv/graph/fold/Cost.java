package io.repconv.graph.fold;

import io.repconv.graph.Dim;

/**
 * What a part of a network costs.
 *
 * @param nodes nodes that compute
 * @param branches paths that are added or concatenated: 1 for a single convolution
 * @param parameters numbers held in weights
 * @param multiplyAdds for one run, as an expression over the sizes of the graph's inputs
 */
public record Cost(int nodes, int branches, long parameters, Dim multiplyAdds) {}
