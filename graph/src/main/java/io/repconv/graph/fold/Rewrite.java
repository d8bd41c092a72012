package io.repconv.graph.fold;

import java.util.Locale;

/**
 * The documented steps of a fold. Folding has one mechanism, the algebra of linear regions; these
 * name what it did at each node of a region. Each has its page {@code docs/rules/<id>.md} with the
 * formula and the conditions.
 */
public enum Rewrite {
  CONVOLUTION("convolution", "y = b + sum of K x"),
  BATCH_NORM_INTO_CONV(
      "BN into conv", "K' = s K, b' = s (b - mean) + beta, s = gamma / sqrt(var + eps)"),
  SMALL_KERNEL_INTO_LARGE("smaller kernel into the larger", "K' = K at its taps, 0 at the others"),
  IDENTITY_AS_KERNEL("identity as a kernel", "K[o, c, 0] = 1 if o = c, else 0"),
  SEQUENCE_AS_KERNEL(
      "convolutions in sequence as one",
      "K[s1 u2 + u1] = sum of K2[u2] K1[u1], b = b2 + sum of K2 b1"),
  AVERAGE_POOL_AS_KERNEL("average pooling as a kernel", "K[c, c, u] = 1 / (kh kw)"),
  BRANCH_ADDITION("branch addition", "K = K1 + K2, b = b1 + b2"),
  DEPTH_CONCATENATION("depth concatenation", "rows of K1, then rows of K2"),
  CHANNEL_SPLIT("channel split", "K' = rows from to of K"),
  GROUPED_KERNEL("grouped kernel", "zeros outside the groups are not stored"),
  SCALE_AND_SHIFT("per-channel scale and shift", "K' = s K, b' = s b + t"),
  PADDING("padding", "K[-pad] = 1, continued by a number"),
  BORDER_FILL("border fill as padding", "K[-pad] = 1, continued by a number per channel"),
  CROP("crop as an offset", "K[start] = 1"),
  SHARED_PADDING("shared reflect or replicate padding", "one Pad, then K without padding");

  private final String title;
  private final String formula;

  Rewrite(String title, String formula) {
    this.title = title;
    this.formula = formula;
  }

  /** {@code branch-addition}: the name on the command line and of the page. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name in prose. */
  public String title() {
    return title;
  }

  /** What it does to kernels K and biases b, in a line. */
  public String formula() {
    return formula;
  }
}
