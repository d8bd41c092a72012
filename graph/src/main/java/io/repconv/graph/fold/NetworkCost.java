package io.repconv.graph.fold;

import io.repconv.graph.Dim;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.MultiplyAdds;
import java.util.HashSet;
import java.util.Set;

/** What a whole network costs. */
public final class NetworkCost {
  private static final Set<String> COUNTED = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul");

  private NetworkCost() {}

  /**
   * The nodes, the numbers in floating constants, and the multiply-adds of convolutions and matrix
   * products as the field counts them: nothing else counts, and neither does a node with a size
   * that only a run can tell.
   */
  public static Cost of(Graph graph, int branches) {
    Set<String> symbols = graph.symbols();
    Set<Value> constants = new HashSet<>();
    Dim multiplyAdds = Dim.of(0);
    for (Node node : graph.nodes()) {
      node.inputs().stream().filter(Value::isConstant).forEach(constants::add);
      if (COUNTED.contains(node.op().name()) && node.op().isModelled()) {
        Dim own = MultiplyAdds.of(node);
        multiplyAdds = symbols.containsAll(own.symbols()) ? multiplyAdds.plus(own) : multiplyAdds;
      }
    }
    long parameters =
        constants.stream()
            .filter(constant -> constant.element().isFloating())
            .mapToLong(constant -> constant.shape().elements().value())
            .sum();
    return new Cost(graph.nodes().size(), branches, parameters, multiplyAdds);
  }
}
