package io.repconv.runtime.train.data;

/**
 * An image with what is to be told of it.
 *
 * @param name what messages call it, such as its file
 * @param image normalised values of shape {@code [channels, height, width]}, row-major
 * @param target the index of one class; or, for segmentation, of one for each pixel of {@code
 *     [height, width]}, row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Example(
    String name, int channels, int height, int width, float[] image, int[] target) {
  public Example {
    long pixels = (long) height * width;
    if (height < 1 || width < 1 || image.length != channels * pixels) {
      throw new IllegalArgumentException(
          "%s: %d values for [%d, %d, %d]".formatted(name, image.length, channels, height, width));
    }
    if (target.length != 1 && target.length != pixels) {
      throw new IllegalArgumentException(
          "%s: %d targets for [%d, %d]".formatted(name, target.length, height, width));
    }
  }
}
