package io.repconv.converter.torchscript;

import io.repconv.graph.Graph;
import java.util.List;

/**
 * What was read of a model.
 *
 * @param graph inputs and outputs keep the names of the source
 * @param notices what the user should know, such as sizes that a trace fixed
 */
public record ImportedModel(Graph graph, List<String> notices) {}
