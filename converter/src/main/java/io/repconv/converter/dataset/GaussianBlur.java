package io.repconv.converter.dataset;

/** A blur with the weights {@code exp(-d^2 / (2 sigma^2))}, divided by their sum. */
final class GaussianBlur {
  /** Of the standard deviation is the width of the kernel, as pytorch-segmentation has it. */
  private static final double WIDTHS = 3.3;

  private final double[] weights;
  private final int radius;

  /**
   * A blur.
   *
   * @param sigma the standard deviation in pixels
   */
  GaussianBlur(double sigma) {
    this.radius = (int) (WIDTHS * sigma) / 2;
    this.weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      int d = i - radius;
      weights[i] = radius == 0 ? 1 : StrictMath.exp(-d * d / (2 * sigma * sigma));
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
  }

  /** Blurs each of the channels; pixels outside are mirrored at the centre of the outermost. */
  float[] applied(float[] image, int channels, int height, int width) {
    if (radius == 0) {
      return image;
    }
    float[] rows = new float[image.length];
    float[] result = new float[image.length];
    for (int row = 0; row < channels * height; row++) {
      along(image, rows, row * width, 1, width);
    }
    for (int channel = 0; channel < channels; channel++) {
      for (int x = 0; x < width; x++) {
        along(rows, result, channel * height * width + x, width, height);
      }
    }
    return result;
  }

  private void along(float[] from, float[] to, int start, int step, int length) {
    for (int i = 0; i < length; i++) {
      double sum = 0;
      for (int k = -radius; k <= radius; k++) {
        sum += weights[k + radius] * from[start + mirrored(i + k, length) * step];
      }
      to[start + i * step] = (float) sum;
    }
  }

  private static int mirrored(int index, int length) {
    int period = Math.max(1, 2 * (length - 1));
    int within = Math.floorMod(index, period);
    return Math.min(within, Math.max(period - within, 0)) % length;
  }
}
