package io.repconv.converter.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small images and masks in files. */
final class TestImages {
  private TestImages() {}

  static Path write(BufferedImage image, Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      String format = file.toString().endsWith(".png") ? "png" : "jpg";
      if (!ImageIO.write(image, format, file.toFile())) {
        throw new IllegalArgumentException(format);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An RGB image of one colour. */
  static BufferedImage plain(int width, int height, int rgb) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    return image;
  }

  /** A grey image of one row. */
  static BufferedImage grey(int... values) {
    BufferedImage image = new BufferedImage(values.length, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, values.length, 1, 0, values);
    return image;
  }

  /** A mask of one row with a palette whose colours do not tell the index. */
  static BufferedImage palette(int bits, int... indices) {
    int size = 1 << bits;
    byte[] one = new byte[size];
    byte[] other = new byte[size];
    for (int i = 0; i < size; i++) {
      one[i] = (byte) (i / 2 * 30);
      other[i] = (byte) (200 - i);
    }
    IndexColorModel colours = new IndexColorModel(bits, size, one, other, one);
    int type = bits < 8 ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_INDEXED;
    BufferedImage image = new BufferedImage(indices.length, 1, type, colours);
    image.getRaster().setSamples(0, 0, indices.length, 1, 0, indices);
    return image;
  }
}
