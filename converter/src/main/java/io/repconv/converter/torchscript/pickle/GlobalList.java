package io.repconv.converter.torchscript.pickle;

import org.jspecify.annotations.Nullable;

/**
 * The globals that a kind of pickle may name, and what each stands for. Nothing is ever loaded or
 * called by name.
 */
@FunctionalInterface
public interface GlobalList {
  /** What the global stands for, or null where it is not allowed. */
  @Nullable Meaning find(Global global);
}
