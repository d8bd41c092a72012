package io.repconv.graph.interpret;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Computes the outputs of a graph, node by node in order. */
public final class Interpreter {
  private Interpreter() {}

  /**
   * The tensors of the graph's outputs, by name and in their order.
   *
   * @param inputs the tensors of the graph's inputs by name
   * @throws io.repconv.graph.RepconvException where an input is missing or its shape is not one
   *     that the graph takes, a node's inputs do not fit it, or an operator is not modelled
   */
  public static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
    return run(graph, inputs, Set.of());
  }

  /** The outputs, behind the values of these names as far as the graph has them. */
  public static Map<String, Tensor> run(
      Graph graph, Map<String, Tensor> inputs, Set<String> intermediates) {
    Set<Value> kept =
        Stream.concat(
                graph.inputs().stream(),
                graph.nodes().stream().map(Node::outputs).flatMap(made -> made.stream()))
            .filter(value -> intermediates.contains(value.name()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    SteppedRun run = new SteppedRun(graph, inputs, kept, SteppedRun.Constants.EXACT);
    Map<String, Tensor> results = new LinkedHashMap<>();
    kept.forEach(value -> results.put(value.name(), run.take(value)));
    results.putAll(run.outputs());
    return results;
  }
}
