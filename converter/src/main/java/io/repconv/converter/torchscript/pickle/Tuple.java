package io.repconv.converter.torchscript.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tuple, kept apart from the lists of a pickle. Items may be null, which is None. */
public record Tuple(List<@Nullable Object> items) {}
