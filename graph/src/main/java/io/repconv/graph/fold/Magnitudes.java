package io.repconv.graph.fold;

import io.repconv.graph.Tensor;

/**
 * What a fold's numbers are sums of: the same fold, run on absolute values. Rounding errors of a
 * fold in another precision are proportional to these, not to the numbers themselves, which may
 * cancel.
 *
 * @param weight of the convolution's weight, computed when it is read
 * @param bias of its bias, zero where it has none
 */
public record Magnitudes(Tensor weight, Tensor bias) {}
