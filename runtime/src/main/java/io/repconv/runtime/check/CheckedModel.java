package io.repconv.runtime.check;

import io.repconv.graph.Graph;
import io.repconv.runtime.RunnableModel;

/**
 * One of the two networks that a check compares.
 *
 * @param graph what this program read of its file
 * @param model the file in a runtime; its inputs and outputs have the names of the graph's
 */
public record CheckedModel(Graph graph, RunnableModel model) {}
