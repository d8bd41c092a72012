package io.repconv.converter.onnx.lower;

import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.List;

/** Composes an operator of others that every opset has. */
@FunctionalInterface
interface Decomposition {
  /**
   * Adds the parts.
   *
   * @param inputs the node's inputs in the new graph
   * @return what {@link Parts#result} made
   */
  Value apply(Node node, List<Value> inputs, Parts parts);
}
