package io.repconv.runtime.check;

import io.repconv.graph.Tensor;
import java.util.Map;

/**
 * What the user wants the two models compared on.
 *
 * @param name how reports call it
 * @param inputs a tensor for each input of the original, by name
 * @param outputs what the original gave elsewhere, by name; empty where that is not known
 */
public record GivenSample(String name, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {}
