package io.repconv.graph.fold;

import java.util.Locale;

/**
 * The documented steps of a fold. Folding has one mechanism, the algebra of linear regions; these
 * name what it did at each node of a region. Each has its page {@code docs/rules/<id>.md} with the
 * formula and the conditions.
 */
public enum Rewrite {
  CONVOLUTION("convolution"),
  BATCH_NORM_INTO_CONV("BN into conv"),
  SMALL_KERNEL_INTO_LARGE("smaller kernel into the larger"),
  IDENTITY_AS_KERNEL("identity as a kernel"),
  SEQUENCE_AS_KERNEL("convolutions in sequence as one"),
  AVERAGE_POOL_AS_KERNEL("average pooling as a kernel"),
  BRANCH_ADDITION("branch addition"),
  DEPTH_CONCATENATION("depth concatenation"),
  CHANNEL_SPLIT("channel split"),
  GROUPED_KERNEL("grouped kernel"),
  SCALE_AND_SHIFT("per-channel scale and shift"),
  PADDING("padding"),
  BORDER_FILL("border fill as padding"),
  CROP("crop as an offset"),
  SHARED_PADDING("shared reflect or replicate padding");

  private final String title;

  Rewrite(String title) {
    this.title = title;
  }

  /** {@code branch-addition}: the name on the command line and of the page. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name in prose. */
  public String title() {
    return title;
  }
}
