package io.repconv.converter.data;

import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Makes tensors of images: {@code [1, 3, H, W]}, red, green and blue, or {@code [1, 1, H, W]}. */
final class ImageFile {
  private static final long MOST_PIXELS = 1L << 26;
  private static final double LARGEST = 255;

  private ImageFile() {}

  /**
   * Reads a PNG or JPEG.
   *
   * @param channels 3, or 1 for grey
   */
  static Tensor read(Path file, int channels, ImageOptions options) {
    BufferedImage image = scaled(decoded(file), options);
    int height = image.getHeight();
    int width = image.getWidth();
    int[] rgb = image.getRGB(0, 0, width, height, null, 0, width);
    double[] values = new double[channels * rgb.length];
    for (int c = 0; c < channels; c++) {
      double mean = ofChannel(options.mean(), c);
      double std = ofChannel(options.std(), c);
      for (int i = 0; i < rgb.length; i++) {
        double pixel = channels == 1 ? grey(rgb[i]) : rgb[i] >> (16 - 8 * c) & 0xff;
        values[c * rgb.length + i] = (pixel / LARGEST - mean) / std;
      }
    }
    return Tensor.of(ElementType.FLOAT, new long[] {1, channels, height, width}, values);
  }

  private static double ofChannel(List<Double> numbers, int channel) {
    return numbers.get(Math.min(channel, numbers.size() - 1));
  }

  /** Luma as ITU-R BT.601 weighs it, which is what Pillow does. */
  private static double grey(int rgb) {
    return 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
  }

  /** The size is looked at before any pixel is. */
  private static BufferedImage decoded(Path file) {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw malformed(file, "this is no image that can be read");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw RepconvException.of(ErrorCode.TOO_LARGE)
              .at(file.toString())
              .observed("an image of %d x %d".formatted(reader.getWidth(0), reader.getHeight(0)))
              .expected("at most %d pixels".formatted(MOST_PIXELS))
              .build();
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed(file, "the image cannot be decoded (" + e.getMessage() + ")");
    }
  }

  private static RepconvException malformed(Path file, String observed) {
    return RepconvException.of(ErrorCode.MALFORMED)
        .at(file.toString())
        .observed(observed)
        .expected("a PNG or JPEG")
        .build();
  }

  private static BufferedImage scaled(BufferedImage image, ImageOptions options) {
    ImageOptions.Size size =
        options.size().orElse(new ImageOptions.Size(image.getHeight(), image.getWidth()));
    BufferedImage result =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, size.width(), size.height(), null);
    graphics.dispose();
    return result;
  }
}
