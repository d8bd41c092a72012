package io.repconv.graph.fold;

import org.jspecify.annotations.Nullable;

/** How the input of a linear form is continued outside its domain, where the form reads there. */
enum Extension {
  /** The form never reads outside. */
  UNREAD,
  ZERO,
  REFLECT,
  EDGE,
  WRAP;

  /** Whether it takes a Pad in front of the convolution: a Conv itself pads with zeros only. */
  boolean isPadNode() {
    return this == REFLECT || this == EDGE || this == WRAP;
  }

  /** The extension that serves both, or null where they differ. */
  @Nullable Extension meet(Extension other) {
    if (this == UNREAD) {
      return other;
    }
    return other == UNREAD || other == this ? this : null;
  }
}
