package io.repconv.runtime.check;

import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Graphs as they come back from a file, with something changed on the way. */
final class Deployed {
  private Deployed() {}

  /** Every constant rounded to its type, also those that a fold has not made yet. */
  static Graph stored(Graph graph) {
    return constants(graph, (value, tensor) -> tensor);
  }

  /** Every constant changed, then rounded to its type. */
  static Graph constants(Graph graph, BiFunction<Value, Tensor, Tensor> change) {
    return with(graph, change, name -> name);
  }

  /** Every constant rounded to its type, and every value but inputs and outputs renamed. */
  static Graph named(Graph graph, UnaryOperator<String> names) {
    return with(graph, (value, tensor) -> tensor, names);
  }

  private static Graph with(
      Graph graph, BiFunction<Value, Tensor, Tensor> change, UnaryOperator<String> names) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> made = new HashMap<>();
    for (Value input : graph.inputs()) {
      made.put(input, builder.input(input.name(), input.type()));
    }
    for (Node node : graph.nodes()) {
      List<Value> inputs = new ArrayList<>();
      for (Value input : node.inputs()) {
        Tensor constant = input.constant();
        if (constant != null && !made.containsKey(input)) {
          Tensor changed = change.apply(input, constant);
          made.put(
              input,
              builder.constant(
                  input.name(), Tensor.stored(changed.type(), changed.dims(), changed.bytes())));
        }
        inputs.add(made.getOrDefault(input, input));
      }
      Value output = node.output();
      String name = graph.outputs().contains(output) ? output.name() : names.apply(output.name());
      made.put(output, builder.add(node.op(), inputs, node.origin(), name));
    }
    graph.outputs().forEach(output -> builder.output(made.getOrDefault(output, output)));
    return builder.build();
  }
}
