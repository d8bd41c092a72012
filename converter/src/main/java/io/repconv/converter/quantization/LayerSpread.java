package io.repconv.converter.quantization;

import java.util.Optional;

/**
 * A convolution of the network that is left.
 *
 * @param place where it is in the source model
 * @param output the value it computes
 * @param before the largest convolution of the block it replaces; empty where it replaces none
 * @param after its own weight
 */
public record LayerSpread(
    String place, String output, Optional<WeightSpread> before, WeightSpread after) {
  /** A largest range of so many times the median leaves the median channel 4 bits of magnitude. */
  public static final double RISKY_RATIO = 8;

  /** Whether one step for the whole tensor is too coarse for half of its channels. */
  public boolean isRisky() {
    return after.ratio() >= RISKY_RATIO;
  }
}
