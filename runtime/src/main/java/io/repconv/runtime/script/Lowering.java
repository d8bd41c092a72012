package io.repconv.runtime.script;

/** Writes one node. */
@FunctionalInterface
interface Lowering {
  /**
   * The TorchScript expression of the node's first output, or empty where all outputs have been
   * assigned.
   */
  String expression(Call call);
}
