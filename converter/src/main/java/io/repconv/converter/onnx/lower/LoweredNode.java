package io.repconv.converter.onnx.lower;

import io.repconv.graph.Attributes;
import io.repconv.graph.Dim;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** The numbers of an integer input, or null where it is computed from what is not known. */
  static @Nullable List<Long> numbers(Value input) {
    Tensor constant = input.constant();
    if (constant != null) {
      return Arrays.stream(constant.longs()).boxed().toList();
    }
    List<Dim> integers = input.integers();
    if (integers == null || !integers.stream().allMatch(Dim::isConstant)) {
      return null;
    }
    return integers.stream().map(Dim::value).toList();
  }

  /**
   * The error of a form that cannot express the node.
   *
   * @param what completes "an older opset cannot express": {@code axes that are computed}
   */
  RepconvException inexpressible(String what, int opset) {
    return RepconvException.of(ErrorCode.OPSET_TOO_LOW)
        .at(node.described())
        .observed("it has " + what + ", which opsets before " + opset + " cannot express")
        .expected("opset %d or later".formatted(opset))
        .fix("Ask for it with --opset %d.".formatted(opset))
        .build();
  }
}
