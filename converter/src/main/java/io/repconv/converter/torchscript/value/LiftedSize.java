package io.repconv.converter.torchscript.value;

import io.repconv.graph.Value;

/**
 * A value that is computed for every size of the input although the program holds the size as a
 * number. It may be used to find what does not depend on it; a graph that still computes it is not
 * what the program says.
 */
public record LiftedSize(FixedSize fixed, Value value) {}
