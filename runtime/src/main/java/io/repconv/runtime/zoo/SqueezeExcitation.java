package io.repconv.runtime.zoo;

import io.repconv.graph.Value;

/**
 * Channels weighted by what all positions show (Hu et al. 2018, arXiv:1709.01507, section 3):
 *
 * <pre>
 * y = x * sigmoid(W2 relu(W1 mean(x) + b1) + b2)
 * </pre>
 *
 * @param reduce the name of W1 and b1, which make a sixteenth of the channels
 * @param expand the name of W2 and b2
 */
record SqueezeExcitation(String reduce, String expand) {
  private static final int REDUCTION = 16;

  Value apply(Scope scope, Value x) {
    int channels = Math.toIntExact(Scope.channels(x));
    Convolution first = Convolution.of(Math.max(1, channels / REDUCTION), 1).withBias();
    Value inner = scope.relu(scope.conv(reduce, scope.globalAveragePool(x), first));
    Value gate = scope.conv(expand, inner, Convolution.of(channels, 1).withBias());
    return scope.multiply(x, scope.sigmoid(gate));
  }
}
