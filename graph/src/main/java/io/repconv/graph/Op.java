package io.repconv.graph;

import java.util.List;

/**
 * What a node does: an operator of ONNX's vocabulary with its attributes, in the meaning of the
 * ONNX version that {@link #VOCABULARY} names. One record per operator (or per family of operators
 * that differ in a scalar function only) holds all that the graph module knows of it: its
 * attributes, its shapes and what it computes.
 */
public interface Op {
  /**
   * The ONNX opset whose definitions the operators follow: inputs such as Pad's {@code pads} are
   * inputs, not attributes.
   */
  int VOCABULARY = 21;

  /** ONNX's name of the operator: {@code Conv}. */
  String name();

  /** The attributes under ONNX's names; those at their default may be left out. */
  Attributes attributes();

  /** How many outputs the node has, where the operator alone decides. */
  default int outputs() {
    return 1;
  }

  /**
   * Type and shape of each output.
   *
   * @param inputs the node's inputs; an optional one that is not given is {@link Value#ABSENT}
   * @throws RepconvException where the inputs do not fit the operator ({@link ShapeError} makes the
   *     message)
   */
  List<Value.Type> infer(List<Value> inputs);

  /**
   * Computes the outputs in float64, plainly. Floating results are not rounded to their element
   * type; integer results are exact.
   *
   * @param inputs the tensors of the node's inputs, {@link Tensor#absent} for one that is not given
   * @throws UnsupportedOperationException where the operator is carried but not modelled
   */
  List<Tensor> evaluate(List<Tensor> inputs);

  /** Whether the operator can be computed by {@link #evaluate}. */
  default boolean isModelled() {
    return true;
  }
}
