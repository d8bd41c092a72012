package io.repconv.converter;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import io.repconv.graph.fold.Cost;
import java.util.HashSet;
import java.util.Set;

/** What a whole network costs. */
final class NetworkCost {
  private NetworkCost() {}

  /**
   * The nodes, the numbers in floating constants, and the multiply-adds of convolutions and matrix
   * products. Nodes of unknown shape count no multiply-adds.
   */
  static Cost of(Graph graph, int branches) {
    Set<Value> constants = new HashSet<>();
    Dim multiplyAdds = Dim.of(0);
    for (Node node : graph.nodes()) {
      node.inputs().stream().filter(Value::isConstant).forEach(constants::add);
      multiplyAdds = multiplyAdds.plus(multiplyAdds(node));
    }
    long parameters =
        constants.stream()
            .filter(constant -> constant.element().isFloating())
            .mapToLong(constant -> constant.shape().elements().value())
            .sum();
    return new Cost(graph.nodes().size(), branches, parameters, multiplyAdds);
  }

  private static Dim multiplyAdds(Node node) {
    Shape left = node.input(0).shape();
    Shape right = node.input(1).shape();
    Shape out = node.output().shape();
    if (!left.isRanked() || !right.isRanked() || !out.isRanked()) {
      return Dim.of(0);
    }
    return switch (node.op().name()) {
      case "Conv" -> out.elements().times(right.with(0, Dim.of(1)).elements());
      case "ConvTranspose" -> left.elements().times(right.with(0, Dim.of(1)).elements());
      case "MatMul" -> left.rank() == 0 ? Dim.of(0) : out.elements().times(left.dim(-1));
      case "Gemm" ->
          out.elements().times(left.dim(node.op().attributes().flag("transA", false) ? 0 : 1));
      default -> Dim.of(0);
    };
  }
}
