package io.repconv.converter.onnx.upgrade;

import io.repconv.graph.Attributes;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A node of ONNX's own domain as a file has it, its inputs resolved.
 *
 * @param place how messages call the node
 * @param opset the opset in whose form it is
 * @param inputs {@link Value#ABSENT} for an optional one that is not given
 * @param outputs how many outputs the file lists, those left out at the end not counted
 */
public record SourceNode(
    String place, String op, int opset, Attributes attributes, List<Value> inputs, int outputs) {

  public Value input(int index) {
    return index < inputs.size() ? inputs.get(index) : Value.ABSENT;
  }

  public SourceNode with(Attributes changed) {
    return new SourceNode(place, op, opset, changed, inputs, outputs);
  }

  public SourceNode without(String attribute) {
    return with(attributes.without(attribute));
  }

  /** The same node with another input at a position; optional ones before it are left out. */
  public SourceNode withInput(int index, Value value) {
    List<Value> changed = new ArrayList<>(inputs);
    while (changed.size() <= index) {
      changed.add(Value.ABSENT);
    }
    changed.set(index, value);
    return new SourceNode(
        place, op, opset, attributes, Collections.unmodifiableList(changed), outputs);
  }

  public SourceNode withInputs(List<Value> changed) {
    return new SourceNode(place, op, opset, attributes, List.copyOf(changed), outputs);
  }

  public SourceNode named(String newOp) {
    return new SourceNode(place, newOp, opset, attributes, inputs, outputs);
  }
}
