package io.repconv.runtime.zoo;

import io.repconv.graph.Value;

/**
 * A convolution and the normalization behind it. A block that stands for the convolution keeps that
 * normalization as one more, which folds with it.
 */
final class ConvNorm {
  private ConvNorm() {}

  static Value linear(Scope scope, String conv, String norm, Value x, Convolution c) {
    return scope.norm(norm, scope.conv(conv, x, c));
  }

  static Value linear(Scope scope, String conv, String norm, Value x, Convolution c, Block block) {
    return block == Block.CONV
        ? linear(scope, conv, norm, x, c)
        : scope.norm(norm, block.apply(scope.in(conv), x, c));
  }

  /** With a ReLU behind. */
  static Value relu(Scope scope, String conv, String norm, Value x, Convolution c) {
    return scope.relu(linear(scope, conv, norm, x, c));
  }

  static Value relu(Scope scope, String conv, String norm, Value x, Convolution c, Block block) {
    return scope.relu(linear(scope, conv, norm, x, c, block));
  }

  /** Layers {@code first} (the convolution) and {@code first + 1} of a sequence, and a ReLU. */
  static Value relu(Scope sequence, int first, Value x, Convolution c) {
    return relu(sequence, String.valueOf(first), String.valueOf(first + 1), x, c);
  }

  static Value relu(Scope sequence, int first, Value x, Convolution c, Block block) {
    return relu(sequence, String.valueOf(first), String.valueOf(first + 1), x, c, block);
  }
}
