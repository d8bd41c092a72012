package io.repconv.converter.onnx.upgrade;

/** Rewrites a node from one form of an operator into the next one. */
@FunctionalInterface
public interface Upgrade {
  /**
   * The node in the newer form.
   *
   * @throws IllegalArgumentException where the node is not valid in the older form
   */
  SourceNode apply(SourceNode node, Emitter emitter);
}
