package io.repconv.converter.onnx.lower;

import io.repconv.graph.Attributes;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A node on its way into an older form.
 *
 * @param node the node as the graph has it
 */
public record LoweredNode(Node node, String op, Attributes attributes, List<Value> inputs) {
  static LoweredNode of(Node node) {
    return new LoweredNode(node, node.op().name(), node.op().attributes(), node.inputs());
  }

  public Value input(int index) {
    return index < inputs.size() ? inputs.get(index) : Value.ABSENT;
  }

  LoweredNode with(Attributes changed) {
    return new LoweredNode(node, op, changed, inputs);
  }

  LoweredNode without(String attribute) {
    return with(attributes.without(attribute));
  }

  LoweredNode withInput(int index, Value value) {
    List<Value> changed = new ArrayList<>(inputs);
    while (changed.size() <= index) {
      changed.add(Value.ABSENT);
    }
    changed.set(index, value);
    return withInputs(changed);
  }

  /** The same without the inputs from a position on. */
  LoweredNode withoutInputsFrom(int index) {
    return withInputs(inputs.subList(0, Math.min(index, inputs.size())));
  }

  private LoweredNode withInputs(List<Value> changed) {
    int count = changed.size();
    while (count > 0 && changed.get(count - 1).isAbsent()) {
      count--;
    }
    return new LoweredNode(
        node, op, attributes, Collections.unmodifiableList(changed.subList(0, count)));
  }

  /** A new constant, named after the node's output. */
  Value constant(String role, Tensor tensor) {
    return new GraphBuilder(op).constant(node.output().name() + "_" + role, tensor);
  }
}
