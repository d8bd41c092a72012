package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives the inputs of a graph other shapes; every shape in it follows. */
public final class BindSizes {
  private BindSizes() {}

  /**
   * The graph for inputs of these shapes. Constants are the same values as before; every other
   * value is another one of the same name.
   *
   * @param shapes one for each input, in their order
   * @throws io.repconv.graph.RepconvException SHAPE_MISMATCH where a node does not take what
   *     follows from them
   */
  public static Graph apply(Graph graph, List<Shape> shapes) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> current = new HashMap<>();
    for (int i = 0; i < shapes.size(); i++) {
      Value input = graph.inputs().get(i);
      current.put(input, builder.input(input.name(), input.element(), shapes.get(i)));
    }
    for (Node node : graph.nodes()) {
      List<Value> inputs = node.inputs().stream().map(v -> current.getOrDefault(v, v)).toList();
      List<String> names = node.outputs().stream().map(Value::name).toList();
      List<Value> made =
          new ArrayList<>(builder.addAll(node.op(), inputs, node.origin(), node.name(), names));
      for (int i = 0; i < made.size(); i++) {
        current.put(node.outputs().get(i), made.get(i));
      }
    }
    graph.outputs().forEach(output -> builder.output(current.getOrDefault(output, output)));
    return builder.build();
  }
}
