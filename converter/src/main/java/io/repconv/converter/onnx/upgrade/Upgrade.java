package io.repconv.converter.onnx.upgrade;

import org.jspecify.annotations.Nullable;

/** Rewrites a node from one form of an operator into the next one. */
@FunctionalInterface
public interface Upgrade {
  /**
   * The node in the newer form, or null where that has no way to say it: then the node is carried
   * as it is.
   *
   * @throws IllegalArgumentException where the node is not valid in the older form
   */
  @Nullable SourceNode apply(SourceNode node, Emitter emitter);
}
