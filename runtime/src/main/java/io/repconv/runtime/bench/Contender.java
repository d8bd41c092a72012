package io.repconv.runtime.bench;

import io.repconv.graph.Tensor;
import io.repconv.runtime.RunnableModel;
import java.util.Map;

/**
 * One of the models that are measured side by side.
 *
 * @param name how the result calls it
 * @param inputs what it is run on, by its own names
 */
public record Contender(String name, RunnableModel model, Map<String, Tensor> inputs) {}
