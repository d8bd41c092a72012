package io.repconv.graph.interpret;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.LinearSize;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What the tensors that are fed to a graph say of its symbolic sizes. */
public final class InputSizes {
  private InputSizes() {}

  /**
   * The size of every symbol that a dimension of an input is, or can be told from.
   *
   * @throws RepconvException where an input is missing, or its type or shape contradicts the graph
   *     or another input
   */
  public static Map<String, Long> of(Graph graph, Map<String, Tensor> inputs) {
    Map<String, Long> sizes = new TreeMap<>();
    graph.inputs().forEach(input -> add(input, given(input, inputs), true, sizes));
    graph.inputs().forEach(input -> add(input, given(input, inputs), false, sizes));
    for (Value input : graph.inputs()) {
      Tensor given = given(input, inputs);
      Shape shape = input.shape();
      if (shape.isRanked() && sizes.keySet().containsAll(shape.symbols())) {
        Shape bound = shape.bind(sizes);
        if (!bound.equals(given.shape())) {
          throw mismatch(input, given, shape + (shape.isStatic() ? "" : ", that is " + bound));
        }
      }
    }
    return sizes;
  }

  /**
   * The symbols that an input tells.
   *
   * @param plain those that are a dimension, or those that others are computed from and that no
   *     dimension was
   */
  private static void add(Value input, Tensor given, boolean plain, Map<String, Long> sizes) {
    for (int axis = 0; input.shape().isRanked() && axis < given.rank(); axis++) {
      LinearSize size = LinearSize.of(input.shape().dim(axis)).orElse(null);
      if (size == null
          || size.isSymbol() != plain
          || (!plain && sizes.containsKey(size.symbol()))) {
        continue;
      }
      OptionalLong value = size.symbolFor(given.dim(axis));
      if (value.isEmpty()) {
        throw mismatch(input, given, input.shape().toString());
      }
      Long earlier = sizes.put(size.symbol(), value.getAsLong());
      if (earlier != null && earlier != value.getAsLong()) {
        throw mismatch(
            input, given, "%s = %d, as another size says".formatted(size.symbol(), earlier));
      }
    }
  }

  private static Tensor given(Value input, Map<String, Tensor> inputs) {
    Tensor given = inputs.get(input.name());
    if (given == null) {
      throw RepconvException.of(ErrorCode.UNKNOWN_INPUT)
          .at(input.name())
          .observed("no tensor for this input")
          .expected("one of shape " + input.shape())
          .build();
    }
    if (input.shape().isRanked() && input.shape().rank() != given.rank()) {
      throw mismatch(input, given, input.shape().toString());
    }
    if (given.type() != input.element()) {
      throw RepconvException.of(ErrorCode.SHAPE_MISMATCH)
          .at(input.name())
          .observed("a tensor of type " + given.type().text())
          .expected(input.element().text())
          .build();
    }
    return given;
  }

  private static RepconvException mismatch(Value input, Tensor given, String expected) {
    return RepconvException.of(ErrorCode.SHAPE_MISMATCH)
        .at(input.name())
        .observed("a tensor of shape " + given.shape())
        .expected(expected)
        .build();
  }
}
