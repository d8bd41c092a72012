package io.repconv.graph.proof;

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

  /** Every constant rounded to its type. */
  static Graph stored(Graph graph) {
    return with(graph, (value, tensor) -> tensor, node -> node);
  }

  /** Every constant changed, then rounded to its type. */
  static Graph constants(Graph graph, BiFunction<Value, Tensor, Tensor> change) {
    return with(graph, change, node -> node);
  }

  /** Every node changed. */
  static Graph nodes(Graph graph, UnaryOperator<Drafted> change) {
    return with(graph, (value, tensor) -> tensor, change);
  }

  /** A node that is about to be written. */
  record Drafted(io.repconv.graph.Op op, List<Value> inputs, Node source) {}

  private static Graph with(
      Graph graph, BiFunction<Value, Tensor, Tensor> change, UnaryOperator<Drafted> rewrite) {
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
      Drafted drafted = rewrite.apply(new Drafted(node.op(), inputs, node));
      List<String> names = node.outputs().stream().map(Value::name).toList();
      List<Value> outputs =
          builder.addAll(drafted.op(), drafted.inputs(), node.origin(), node.name(), names);
      for (int i = 0; i < outputs.size(); i++) {
        made.put(node.outputs().get(i), outputs.get(i));
      }
    }
    graph.outputs().forEach(output -> builder.output(made.getOrDefault(output, output)));
    return builder.build();
  }
}
