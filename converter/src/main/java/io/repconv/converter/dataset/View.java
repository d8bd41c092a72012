package io.repconv.converter.dataset;

import java.awt.geom.AffineTransform;
import java.util.Random;

/**
 * Where the pixels of an example lie in its image: scaling, turning, padding, cropping and
 * mirroring are one affine map, so that values are interpolated once.
 *
 * @param toSource from a point of the example to the one of the image, both in pixels from the
 *     upper left corner, where the centre of the first pixel is (0.5, 0.5)
 */
record View(int height, int width, AffineTransform toSource) {
  private static final int LARGEST_SHRINKING = 2;
  private static final int LARGEST_GROWING = 2;
  private static final int MOST_DEGREES = 10;

  /**
   * One that is drawn: the longer side is scaled to the base size or to 0.5 to 2 times of it, the
   * image turned about its middle, padded to the right and below where it is smaller than the crop,
   * a crop taken from anywhere, and mirrored.
   */
  static View drawn(Preprocessing how, int height, int width, Random random) {
    int h = height;
    int w = width;
    if (how.baseSize().isPresent()) {
      int base = how.baseSize().getAsInt();
      int longer = how.scale() ? between(base, random) : base;
      h = height > width ? longer : scaled(longer, height, width);
      w = height > width ? scaled(longer, width, height) : longer;
    }
    AffineTransform map = AffineTransform.getScaleInstance((double) width / w, (double) height / h);
    if (how.rotate()) {
      int degrees = random.nextInt(2 * MOST_DEGREES + 1) - MOST_DEGREES;
      double angle = StrictMath.toRadians(degrees);
      map.rotate(StrictMath.cos(angle), StrictMath.sin(angle), w / 2.0, h / 2.0);
    }
    int outHeight = how.cropSize().orElse(h + 2 * how.pad());
    int outWidth = how.cropSize().orElse(w + 2 * how.pad());
    int top = random.nextInt(Math.max(h + 2 * how.pad() - outHeight, 0) + 1);
    int left = random.nextInt(Math.max(w + 2 * how.pad() - outWidth, 0) + 1);
    map.translate(left - how.pad(), top - how.pad());
    if (how.flip() && random.nextBoolean()) {
      map.translate(outWidth, 0);
      map.scale(-1, 1);
    }
    return new View(outHeight, outWidth, map);
  }

  /** The shorter side scaled to the crop size, and the middle of the longer; or the whole image. */
  static View centred(Preprocessing how, int height, int width) {
    if (how.cropSize().isEmpty()) {
      return new View(height, width, new AffineTransform());
    }
    int crop = how.cropSize().getAsInt();
    long h = height < width ? crop : (long) crop * height / width;
    long w = height < width ? (long) crop * width / height : crop;
    long top = (h - crop) / 2;
    long left = (w - crop) / 2;
    AffineTransform map = AffineTransform.getScaleInstance((double) width / w, (double) height / h);
    map.translate((double) left, (double) top);
    return new View(crop, crop, map);
  }

  private static int between(int base, Random random) {
    int least = Math.max(1, base / LARGEST_SHRINKING);
    int most = base * LARGEST_GROWING;
    return least + random.nextInt(most - least + 1);
  }

  /** The shorter side that belongs to a longer one, rounded. */
  private static int scaled(int longer, int shorterBefore, int longerBefore) {
    return Math.max(1, Math.toIntExact(Math.round((double) longer * shorterBefore / longerBefore)));
  }

  /** The image, interpolated bilinearly and normalised; black where the view leaves it. */
  float[] image(Pixels pixels, Normalization normalization) {
    int size = height * width;
    float[] values = new float[pixels.channels() * size];
    double[] point = new double[2];
    for (int i = 0; i < size; i++) {
      boolean inside = locate(i, pixels, point);
      for (int channel = 0; channel < pixels.channels(); channel++) {
        double value = inside ? bilinear(pixels, channel, point[1] - 0.5, point[0] - 0.5) : 0;
        values[channel * size + i] = normalization.applied(value, channel);
      }
    }
    return values;
  }

  /** The classes, each that of the nearest pixel; ignored where the view leaves the mask. */
  int[] targets(Pixels mask, Labels labels) {
    int[] targets = new int[height * width];
    double[] point = new double[2];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = locate(i, mask, point) ? labels.target(nearest(mask, point)) : labels.ignored();
    }
    return targets;
  }

  /** Finds the point of a pixel's centre, and whether it lies in the image. */
  private boolean locate(int pixel, Pixels source, double[] point) {
    point[0] = pixel % width + 0.5;
    int row = pixel / width;
    point[1] = row + 0.5;
    toSource.transform(point, 0, point, 0, 1);
    return point[0] >= 0
        && point[0] < source.width()
        && point[1] >= 0
        && point[1] < source.height();
  }

  private static byte nearest(Pixels mask, double[] point) {
    int y = (int) point[1];
    int x = (int) point[0];
    return mask.values()[y * mask.width() + x];
  }

  private static double bilinear(Pixels pixels, int channel, double y, double x) {
    int top = (int) Math.floor(y);
    int left = (int) Math.floor(x);
    double down = y - top;
    double right = x - left;
    int y0 = Math.max(top, 0);
    int y1 = Math.min(top + 1, pixels.height() - 1);
    int x0 = Math.max(left, 0);
    int x1 = Math.min(left + 1, pixels.width() - 1);
    double above = pixels.at(channel, y0, x0) * (1 - right) + pixels.at(channel, y0, x1) * right;
    double below = pixels.at(channel, y1, x0) * (1 - right) + pixels.at(channel, y1, x1) * right;
    return above * (1 - down) + below * down;
  }
}
