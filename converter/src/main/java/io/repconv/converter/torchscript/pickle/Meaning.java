package io.repconv.converter.torchscript.pickle;

import io.repconv.graph.ElementType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an allowed global of a pickle stands for. */
public sealed interface Meaning {
  /** A class whose instances become {@link PickledObject}s. */
  record ObjectClass(String name) implements Meaning {}

  /** The class of a storage, as {@code torch.FloatStorage}. */
  record StorageClass(ElementType type) implements Meaning {}

  /** A value that stands for itself, as {@code torch.float32}. */
  record Symbol(String name) implements Meaning {}

  /** A function of this program that makes a record from the arguments which the pickle gives. */
  non-sealed interface Maker extends Meaning {
    /**
     * Makes the value.
     *
     * @throws IllegalArgumentException where the arguments are not those that torch writes
     */
    @Nullable Object make(List<@Nullable Object> arguments);
  }
}
