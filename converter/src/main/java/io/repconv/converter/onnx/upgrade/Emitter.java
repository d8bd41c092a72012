package io.repconv.converter.onnx.upgrade;

import io.repconv.graph.Attributes;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.util.List;

/** Adds to the graph what an upgraded node needs before it. */
public interface Emitter {
  /**
   * A constant.
   *
   * @param role names it after the node's first output: {@code axes}
   */
  Value constant(String role, Tensor tensor);

  /** A node with one output before the upgraded one, in the form of the vocabulary. */
  Value node(String op, Attributes attributes, List<Value> inputs);

  default Value ints(String role, List<Long> values) {
    return constant(role, Tensor.ofInts(values.stream().mapToLong(Long::longValue).toArray()));
  }
}
