package io.repconv.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A network: inputs, outputs, and nodes in topological order. Immutable; a pass makes another
 * graph. Constants are values that carry their tensor and have no node.
 */
public final class Graph {
  private final String name;
  private final List<Value> inputs;
  private final List<Value> outputs;
  private final List<Node> nodes;

  Graph(String name, List<Value> inputs, List<Value> outputs, List<Node> nodes) {
    this.name = name;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.nodes = List.copyOf(nodes);
    requireOrdered();
  }

  private void requireOrdered() {
    Set<Value> defined = new HashSet<>();
    defined.addAll(inputs);
    defined.add(Value.ABSENT);
    Set<String> names = new HashSet<>();
    inputs.forEach(input -> requireNew(names, input));
    for (Node node : nodes) {
      for (Value input : node.inputs()) {
        if (!input.isConstant() && !defined.contains(input)) {
          throw new IllegalStateException(
              node.described() + " reads " + input + " before it is defined");
        }
      }
      for (Value output : node.outputs()) {
        requireNew(names, output);
        defined.add(output);
      }
    }
    for (Value output : outputs) {
      if (!output.isConstant() && !defined.contains(output)) {
        throw new IllegalStateException("the output " + output + " is never defined");
      }
    }
  }

  private static void requireNew(Set<String> names, Value value) {
    if (!names.add(value.name())) {
      throw new IllegalStateException("two values are named " + value.name());
    }
  }

  public String name() {
    return name;
  }

  public List<Value> inputs() {
    return inputs;
  }

  public List<Value> outputs() {
    return outputs;
  }

  public List<Node> nodes() {
    return nodes;
  }

  /** The names of the sizes that the inputs leave open. */
  public Set<String> symbols() {
    Set<String> symbols = new TreeSet<>();
    inputs.forEach(input -> symbols.addAll(input.shape().symbols()));
    return symbols;
  }
}
