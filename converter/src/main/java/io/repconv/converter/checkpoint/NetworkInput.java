package io.repconv.converter.checkpoint;

import io.repconv.converter.input.GivenShapes;
import io.repconv.converter.input.InputShape;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives the inputs of an architecture's network the shapes that were asked for. */
final class NetworkInput {
  private NetworkInput() {}

  /**
   * The network for these shapes.
   *
   * @throws RepconvException UNKNOWN_INPUT, SHAPE_MISMATCH where the rank or the channels differ or
   *     an operator cannot take the sizes
   */
  static Graph apply(Graph graph, List<InputShape> inputs) {
    if (inputs.isEmpty()) {
      return graph;
    }
    GivenShapes shapes = new GivenShapes(inputs);
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> current = new HashMap<>();
    for (Value input : graph.inputs()) {
      InputShape given = shapes.take(input.name());
      Value made =
          given == null
              ? builder.input(input.name(), input.element(), input.shape())
              : builder.input(input.name(), input.element(), checked(input, given).shape());
      current.put(input, made);
    }
    shapes.requireAllTaken(graph.inputs().stream().map(Value::name).toList());
    for (Node node : graph.nodes()) {
      List<Value> read = node.inputs().stream().map(v -> current.getOrDefault(v, v)).toList();
      List<String> names = node.outputs().stream().map(Value::name).toList();
      List<Value> made = builder.addAll(node.op(), read, node.origin(), node.name(), names);
      for (int i = 0; i < made.size(); i++) {
        current.put(node.outputs().get(i), made.get(i));
      }
    }
    graph.outputs().forEach(output -> builder.output(current.getOrDefault(output, output)));
    return builder.build();
  }

  private static InputShape checked(Value input, InputShape given) {
    boolean fits =
        given.shape().hasRank(input.shape().rank())
            && given.shape().dim(1).equals(input.shape().dim(1));
    if (!fits) {
      throw RepconvException.of(ErrorCode.SHAPE_MISMATCH)
          .at("--input " + given)
          .observed("the network takes " + input.shape())
          .expected("as many sizes, and as many channels")
          .fix("Where the weights are for other channels, say --arch NAME:in_channels=C.")
          .build();
    }
    return given;
  }
}
