package io.repconv.graph.pass;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;
import java.util.Objects;

/** Short ways to write down a graph and to look at one, in tests. */
final class Draft {
  final GraphBuilder builder = new GraphBuilder("test");

  Value input(String name, String shape) {
    return builder.input(name, ElementType.FLOAT, Shape.parse(shape));
  }

  Value constant(Tensor tensor) {
    return builder.constant("c", tensor);
  }

  Value ints(long... values) {
    return constant(Tensor.ofInts(values));
  }

  Value floats(long[] dims, float... values) {
    return constant(Tensor.ofFloats(dims, values));
  }

  Value scalar(double value) {
    return constant(Tensor.scalar(ElementType.FLOAT, value));
  }

  /** The output of a node, named after its operator. */
  Value add(Op op, Value... inputs) {
    return named(op.name(), op, inputs);
  }

  Value named(String name, Op op, Value... inputs) {
    return builder.add(op, List.of(inputs), Origin.UNKNOWN, name);
  }

  Graph build(Value... outputs) {
    List.of(outputs).forEach(builder::output);
    return builder.build();
  }

  static List<String> operators(Graph graph) {
    return graph.nodes().stream().map(Node::op).map(Op::name).toList();
  }

  static Tensor constantOf(Value value) {
    return Objects.requireNonNull(value.constant());
  }
}
