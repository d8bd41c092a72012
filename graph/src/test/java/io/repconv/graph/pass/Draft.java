package io.repconv.graph.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

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

  /** Whether both compute the same, up to rounding in double, on one set of inputs. */
  static void requireEqualOutputs(Graph first, Graph second) {
    Map<String, Tensor> inputs = new HashMap<>();
    for (Value input : first.inputs()) {
      Shape shape = input.shape().bind(Map.of("N", 2L, "H", 5L, "W", 6L));
      double[] values = new double[(int) shape.elements().value()];
      Random random = new Random(7);
      Arrays.setAll(values, i -> 3 * random.nextGaussian());
      inputs.put(input.name(), Tensor.of(ElementType.FLOAT, shape.sizes(), values));
    }
    Map<String, Tensor> expected = Interpreter.run(first, inputs);
    Map<String, Tensor> actual = Interpreter.run(second, inputs);
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, tensor) -> {
          Tensor other = Objects.requireNonNull(actual.get(name));
          assertThat(other.shape()).isEqualTo(tensor.shape());
          assertThat(other.doubles()).containsExactly(tensor.doubles(), within(1e-12));
        });
  }

  static Tensor constantOf(Value value) {
    return Objects.requireNonNull(value.constant());
  }
}
