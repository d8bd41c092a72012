package io.repconv.graph.fold;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Origin;
import java.util.List;

/**
 * One linear region that became one convolution.
 *
 * @param origin the places of all nodes it replaces
 * @param node the convolution in the folded graph
 * @param derivation the steps, in the order in which they were taken
 * @param borderBound by how much an output may differ, for inputs of any size, because a stored
 *     border fill was rounded; 0 where every border is exact
 * @param original the region as it was, a graph of its own with one input and one output
 * @param folded the convolution that replaces it, a graph with the same input and output; its
 *     weights are doubles
 */
public record Fold(
    Origin origin,
    Node node,
    List<Step> derivation,
    Cost before,
    Cost after,
    double borderBound,
    Graph original,
    Graph folded) {}
