package io.repconv.converter.checkpoint;

import io.repconv.converter.input.GivenShapes;
import io.repconv.converter.input.InputShape;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import io.repconv.graph.pass.BindSizes;
import java.util.ArrayList;
import java.util.List;

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
    GivenShapes given = new GivenShapes(inputs);
    List<Shape> shapes = new ArrayList<>();
    for (Value input : graph.inputs()) {
      InputShape taken = given.take(input.name());
      shapes.add(taken == null ? input.shape() : checked(input, taken));
    }
    given.requireAllTaken(graph.inputs().stream().map(Value::name).toList());
    return BindSizes.apply(graph, shapes);
  }

  private static Shape checked(Value input, InputShape given) {
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
    return given.shape();
  }
}
