package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Leaves out the nodes that no output of the graph depends on. Its inputs stay. */
public final class RemoveDeadNodes {
  private RemoveDeadNodes() {}

  public static Graph apply(Graph graph) {
    Set<Value> needed = new HashSet<>(graph.outputs());
    Set<Node> live = new HashSet<>();
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        live.add(node);
        needed.addAll(node.inputs());
      }
    }
    Rebuild rebuild = new Rebuild(graph);
    for (Node node : nodes) {
      if (live.contains(node)) {
        rebuild.keep(node);
      } else {
        rebuild.drop();
      }
    }
    return rebuild.finish();
  }
}
