package io.repconv.converter.torchscript.value;

import io.repconv.graph.ElementType;

/**
 * A tensor of rank 0 whose one element is a known number: what a trace makes of a size. Keeping the
 * number keeps the arithmetic of sizes symbolic.
 *
 * @param number {@link Long}, {@link io.repconv.graph.Dim}, {@link ScaledSize} or {@link Double}
 */
public record ScalarTensor(Object number, ElementType type) {}
