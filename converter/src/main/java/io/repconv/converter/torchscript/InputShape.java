package io.repconv.converter.torchscript;

import io.repconv.graph.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The shape that a user gives an input.
 *
 * @param name the input's name, null for the next one without a shape
 */
public record InputShape(@Nullable String name, Shape shape) {}
