package io.repconv.runtime.check;

import java.util.List;

/**
 * A value of both networks that is not the same in both, computed in float64 from the same values
 * before it.
 *
 * @param value its name in the deployed network
 * @param layer what computes it there: its place in the source model where that is known, and the
 *     operator
 * @param original the name of the original's value
 * @param sample what was fed
 * @param position indices of the element that is farthest off; the channel is the second
 * @param expected the original's value there
 * @param actual the deployed network's
 * @param error the largest difference, as a part of the channel's largest magnitude
 * @param allowed what rounding the weights explains of it
 * @param originalSummary of the original's whole tensor
 * @param deployedSummary of the deployed network's
 */
public record Deviation(
    String value,
    String layer,
    String original,
    String sample,
    List<Long> position,
    double expected,
    double actual,
    double error,
    double allowed,
    TensorSummary originalSummary,
    TensorSummary deployedSummary) {

  /** The index along axis 1, or along the only axis there is. */
  public long channel() {
    return position.isEmpty() ? 0 : position.get(Math.min(1, position.size() - 1));
  }
}
