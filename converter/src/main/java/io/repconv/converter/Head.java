package io.repconv.converter;

import java.util.Locale;

/** What is appended to an output, along its channels (axis 1). */
public enum Head {
  /** The index of the largest channel, as int64; the axis is gone. */
  ARGMAX,
  /** The channels as probabilities. */
  SOFTMAX;

  /** {@code argmax}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
