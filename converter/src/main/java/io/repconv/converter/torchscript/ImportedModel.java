package io.repconv.converter.torchscript;

import io.repconv.converter.torchscript.value.LiftedSize;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was read of a model.
 *
 * @param graph inputs and outputs keep the names of the source
 * @param notices what the user should know, such as sizes that a trace fixed
 * @param seen sizes that the original is known to take, by symbol; empty where none is known
 * @param lifted values of the graph that the model computes for one size of the input only
 */
public record ImportedModel(
    Graph graph, List<String> notices, Map<String, Long> seen, List<LiftedSize> lifted) {

  /**
   * Holds a graph made from this one to compute none of the values that are right for one size of
   * the input only. They may serve a fold, which finds that its result does not depend on them.
   *
   * @throws io.repconv.graph.RepconvException FIXED_SIZE with the operator that fixed the size
   */
  public void requireFree(Graph deployed) {
    Set<String> computed = new HashSet<>();
    for (Node node : deployed.nodes()) {
      node.outputs().stream().map(Value::name).forEach(computed::add);
    }
    for (LiftedSize size : lifted) {
      if (computed.contains(size.value().name())) {
        throw size.fixed().refusal();
      }
    }
  }
}
