package io.repconv.runtime.script;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import io.repconv.graph.pass.BindSizes;
import io.repconv.graph.pass.RemoveDeadNodes;
import java.util.List;
import java.util.stream.Collectors;

/** Writes graphs as TorchScript. */
public final class ScriptFromGraph {
  private ScriptFromGraph() {}

  /**
   * A graph as a method.
   *
   * @param shapes of the inputs, without symbols
   * @param parameters constants of the graph that are handed to the method at each call, in the
   *     order of that list
   * @throws io.repconv.graph.RepconvException UNSUPPORTED_OPERATOR, SHAPE_MISMATCH
   */
  public static Script write(
      String method, Graph graph, List<Shape> shapes, List<Value> parameters, Norms norms) {
    Graph bound = RemoveDeadNodes.apply(BindSizes.apply(graph, shapes));
    Variables variables = new Variables(bound.inputs(), parameters);
    for (Node node : bound.nodes()) {
      if (!variables.compute(node)) {
        Call call = new Call(node, variables, norms);
        String expression = ScriptOperators.of(node.op(), call).expression(call);
        if (!expression.isEmpty()) {
          variables.assign(node.output(), expression);
        }
      }
    }
    String results =
        bound.outputs().stream().map(variables::name).collect(Collectors.joining(", ", "[", "]"));
    String source =
        """
        def %s(self, parameters: List[Tensor], constants: List[Tensor], inputs: List[Tensor]) -> List[Tensor]:
        %s  return %s
        """
            .formatted(method, variables.body(), results);
    return new Script(source, variables.constants());
  }
}
