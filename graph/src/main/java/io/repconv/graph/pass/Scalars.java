package io.repconv.graph.pass;

import io.repconv.graph.Tensor;
import io.repconv.graph.Value;

/** Constants of one number, as patterns name them. */
final class Scalars {
  private Scalars() {}

  /** Whether a value is one constant number, as float32 holds it. */
  static boolean is(Value value, double number) {
    Tensor constant = value.constant();
    return constant != null
        && constant.size() == 1
        && constant.type().isFloating()
        && (float) constant.item() == (float) number;
  }
}
