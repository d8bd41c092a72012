package io.repconv.converter.torchscript.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tuple, kept apart from the lists of a pickle. Items may be null, which is None. */
public record PickledTuple(List<@Nullable Object> items) {}
