package io.repconv.converter.onnx;

import io.repconv.graph.Graph;
import io.repconv.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The names that values have in the file. Inputs and outputs of the graph keep theirs, the others
 * too unless something else is named so: passes make constants without looking at each other's, and
 * ONNX wants the names in subgraphs distinct too.
 */
final class ValueNames {
  private final FreshNames fresh = new FreshNames();
  private final Map<Value, String> names = new HashMap<>();

  /**
   * @param inner the names that subgraphs define
   */
  ValueNames(Graph graph, Set<String> inner) {
    graph.inputs().forEach(this::keep);
    graph.outputs().forEach(this::keep);
    inner.forEach(fresh::take);
    graph.nodes().forEach(node -> node.outputs().forEach(this::of));
  }

  private void keep(Value value) {
    fresh.take(value.name());
    names.put(value, value.name());
  }

  String of(Value value) {
    return value.isAbsent() ? "" : names.computeIfAbsent(value, v -> fresh.make(v.name()));
  }
}
