package io.repconv.converter.onnx.lower;

/** Rewrites a node from one form of an operator into the one before. */
@FunctionalInterface
public interface Lowering {
  /**
   * The node in the older form.
   *
   * @throws io.repconv.graph.RepconvException OPSET_TOO_LOW where the older form cannot express it
   */
  LoweredNode apply(LoweredNode node);
}
