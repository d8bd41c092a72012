package io.repconv.graph.interpret;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.RepconvException;
import io.repconv.graph.ShapeError;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes the outputs of a graph, node by node in order.
 *
 * <p>Floating values stay doubles between nodes, whatever their element type, so a graph of floats
 * is computed in float64. A value is forgotten after its last reader.
 */
public final class Interpreter {
  private final Graph graph;
  private final Set<String> kept;
  private final Map<Value, Integer> readings = new HashMap<>();
  private final Map<Value, Tensor> known = new HashMap<>();
  private final Map<String, Tensor> results = new LinkedHashMap<>();

  private Interpreter(Graph graph, Set<String> kept) {
    this.graph = graph;
    this.kept = kept;
    for (Node node : graph.nodes()) {
      node.inputs().forEach(input -> readings.merge(input, 1, Integer::sum));
    }
    graph.outputs().forEach(output -> readings.merge(output, 1, Integer::sum));
  }

  /**
   * The tensors of the graph's outputs, by name and in their order.
   *
   * @param inputs the tensors of the graph's inputs by name
   * @throws RepconvException where an input is missing or its shape is not one that the graph
   *     takes, a node's inputs do not fit it, or an operator is not modelled
   */
  public static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
    return run(graph, inputs, Set.of());
  }

  /** The outputs, behind the values of these names as far as the graph has them. */
  public static Map<String, Tensor> run(
      Graph graph, Map<String, Tensor> inputs, Set<String> intermediates) {
    InputSizes.of(graph, inputs);
    return new Interpreter(graph, intermediates).compute(inputs);
  }

  private Map<String, Tensor> compute(Map<String, Tensor> inputs) {
    for (Value input : graph.inputs()) {
      Tensor given = inputs.get(input.name());
      if (given != null) {
        define(input, given);
      }
    }
    for (Node node : graph.nodes()) {
      List<Tensor> made = evaluate(node);
      for (int i = 0; i < node.outputs().size(); i++) {
        define(node.outputs().get(i), made.get(i));
      }
      node.inputs().forEach(this::release);
    }
    graph.outputs().forEach(output -> results.put(output.name(), tensor(output)));
    return results;
  }

  private void define(Value value, Tensor tensor) {
    if (kept.contains(value.name())) {
      results.put(value.name(), tensor);
    }
    if (readings.containsKey(value)) {
      known.put(value, tensor);
    }
  }

  private void release(Value value) {
    if (readings.merge(value, -1, Integer::sum) == 0) {
      known.remove(value);
    }
  }

  private Tensor tensor(Value value) {
    if (value.isAbsent()) {
      return Tensor.absent();
    }
    Tensor tensor = value.constant() != null ? value.constant() : known.get(value);
    if (tensor == null) {
      throw new IllegalStateException(value + " was not computed");
    }
    return tensor;
  }

  private List<Tensor> evaluate(Node node) {
    List<Tensor> inputs = new ArrayList<>();
    node.inputs().forEach(input -> inputs.add(tensor(input)));
    try {
      return Evaluation.of(node.op(), inputs);
    } catch (ShapeError error) {
      throw error.at(node);
    } catch (UnsupportedOperationException error) {
      throw RepconvException.of(ErrorCode.UNSUPPORTED_OPERATOR)
          .at(node.described())
          .observed("this operator cannot be computed here: " + error.getMessage())
          .why("The float64 interpreter runs modelled operators only.")
          .cause(error)
          .build();
    }
  }
}
