package io.repconv.converter.dataset;

import java.util.OptionalInt;

/**
 * What is done to an image and its mask before they are trained on or tried, with the meanings that
 * pytorch-segmentation gives these names.
 *
 * @param augment whether sizes, angles, positions and so on are drawn; otherwise the shorter side
 *     is scaled to the crop size and the middle is taken
 * @param baseSize what the longer side is scaled to
 * @param cropSize height and width of what is taken of the image
 * @param pad pixels that are put at each side before cropping
 * @param scale whether the longer side is drawn from 0.5 to 2 times the base size
 * @param rotate whether the image is turned by up to 10 degrees
 * @param flip whether half of the images are mirrored
 * @param blur whether the image is blurred with a Gaussian of a standard deviation below 1
 */
public record Preprocessing(
    boolean augment,
    OptionalInt baseSize,
    OptionalInt cropSize,
    int pad,
    boolean scale,
    boolean rotate,
    boolean flip,
    boolean blur) {
  /** The image as it is. */
  public static final Preprocessing NONE =
      new Preprocessing(
          false, OptionalInt.empty(), OptionalInt.empty(), 0, false, false, false, false);
}
