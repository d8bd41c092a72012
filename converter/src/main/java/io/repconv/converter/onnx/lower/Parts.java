package io.repconv.converter.onnx.lower;

import io.repconv.graph.Attributes;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Adds the parts of one decomposed node to a graph, named after the node's output. */
final class Parts {
  private final GraphBuilder builder;
  private final Node node;
  private final Set<String> taken;

  /**
   * @param taken names that are not for parts; those given to parts are added
   */
  Parts(GraphBuilder builder, Node node, Set<String> taken) {
    this.builder = builder;
    this.node = node;
    this.taken = taken;
  }

  Value add(String op, Value... inputs) {
    return add(op, Attributes.NONE, inputs);
  }

  Value add(String op, Attributes attributes, Value... inputs) {
    return add(operator(op, attributes), inputs);
  }

  Value add(Op op, Value... inputs) {
    return builder.add(op, Arrays.asList(inputs), node.origin(), name(op.name()));
  }

  /** The last part, which takes over the name of the node and of its output. */
  Value result(String op, Value... inputs) {
    return result(op, Attributes.NONE, inputs);
  }

  Value result(String op, Attributes attributes, Value... inputs) {
    return result(operator(op, attributes), inputs);
  }

  Value result(Op op, Value... inputs) {
    return builder
        .addAll(
            op, Arrays.asList(inputs), node.origin(), node.name(), List.of(node.output().name()))
        .get(0);
  }

  Value constant(String role, Tensor tensor) {
    return builder.constant(name(role), tensor);
  }

  Value ints(String role, long... values) {
    return constant(role, Tensor.ofInts(values));
  }

  /** A scalar of a value's element type. */
  Value scalar(String role, Value like, double value) {
    return constant(role, Tensor.scalar(like.element(), value));
  }

  private static Op operator(String op, Attributes attributes) {
    return Vocabulary.operator(op, attributes).orElseThrow();
  }

  private String name(String role) {
    String wanted = node.output().name() + "_" + role;
    String name = wanted;
    for (int number = 1; !taken.add(name); number++) {
      name = wanted + "." + number;
    }
    return name;
  }
}
