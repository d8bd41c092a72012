package io.repconv.converter.torchscript.aten;

import org.jspecify.annotations.Nullable;

/**
 * Evaluates one operator: adds its nodes to the graph and returns what the program goes on with.
 */
@FunctionalInterface
public interface Lowering {
  /** The result, null where the operator returns None. */
  @Nullable Object lower(AtenCall call);
}
