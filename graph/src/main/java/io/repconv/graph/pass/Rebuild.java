package io.repconv.graph.pass;

import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Opaque;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph that is made from another one node by node, with some of its values replaced. Nodes that
 * read no replaced value are taken over as they are.
 */
final class Rebuild {
  private final Graph graph;
  private final GraphBuilder builder;
  private final Map<Value, Value> replacements = new HashMap<>();
  private final Set<Value> fixed = new HashSet<>();
  private boolean changed;

  Rebuild(Graph graph) {
    this.graph = graph;
    this.builder = new GraphBuilder(graph.name());
    graph.inputs().forEach(builder::keepInput);
    fixed.addAll(graph.outputs());
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Opaque opaque) {
        int count = node.inputs().size();
        fixed.addAll(node.inputs().subList(Math.max(0, count - opaque.captures()), count));
      }
    }
  }

  /** Whether the value's name is read from outside: of an output, or by a subgraph. */
  boolean isNamed(Value value) {
    return fixed.contains(value);
  }

  boolean isNamed(Node node) {
    return node.outputs().stream().anyMatch(fixed::contains);
  }

  /** What stands for a value of the old graph. */
  Value current(Value old) {
    return replacements.getOrDefault(old, old);
  }

  List<Value> currentInputs(Node node) {
    if (replacements.isEmpty()) {
      return node.inputs();
    }
    List<Value> inputs = new ArrayList<>(node.inputs().size());
    for (Value input : node.inputs()) {
      inputs.add(current(input));
    }
    return inputs;
  }

  /** From here on, readers of the old value read the other one. */
  void replace(Value old, Value other) {
    replacements.put(old, other);
    changed = true;
  }

  /** A constant in place of a value of the old graph that is no longer made. */
  void replaceByConstant(Value old, Tensor tensor) {
    replace(old, builder.constant(old.name(), tensor));
  }

  /** Takes over a node. */
  void keep(Node node) {
    List<Value> inputs = currentInputs(node);
    if (inputs.equals(node.inputs())) {
      builder.keep(node);
    } else {
      keepAs(node, node.outputs().stream().map(Value::name).toList());
    }
  }

  /** Takes over a node whose outputs get other names. */
  void keepAs(Node node, List<String> names) {
    List<Value> made =
        builder.addAll(node.op(), currentInputs(node), node.origin(), node.name(), names);
    for (int i = 0; i < made.size(); i++) {
      replace(node.outputs().get(i), made.get(i));
    }
  }

  /** Leaves out a node that nothing reads any more. */
  void drop() {
    changed = true;
  }

  /** The builder, for nodes that the old graph does not have. */
  GraphBuilder builder() {
    changed = true;
    return builder;
  }

  /** The new graph, or the old one where nothing changed. */
  Graph finish() {
    if (!changed) {
      return graph;
    }
    List<Value> outputs = new ArrayList<>();
    graph.outputs().forEach(output -> outputs.add(current(output)));
    outputs.forEach(builder::output);
    return builder.build();
  }
}
