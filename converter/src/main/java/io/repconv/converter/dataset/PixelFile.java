package io.repconv.converter.dataset;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads the samples of PNG and JPEG files. Colour profiles and transparency are passed over, as
 * Pillow's {@code convert("RGB")} does.
 */
final class PixelFile {
  private static final int BITS = 8;
  private static final int RGB = 3;

  private final Path file;
  private final String format;
  private final BufferedImage image;

  private PixelFile(Path file, String format, BufferedImage image) {
    this.file = file;
    this.format = format;
    this.image = image;
  }

  /**
   * An image of three channels; grey is each of them.
   *
   * @throws RepconvException DATASET where it is not there; MALFORMED, TOO_LARGE
   */
  static Pixels image(Path file) {
    return read(file).colours();
  }

  /**
   * A mask of one channel: the indices that a palette PNG stores, not its colours.
   *
   * @throws RepconvException DATASET where it is not there or no mask; MALFORMED, TOO_LARGE
   */
  static Pixels mask(Path file) {
    return read(file).indices();
  }

  /** The size is looked at before any pixel is. */
  private static PixelFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw RepconvException.of(ErrorCode.DATASET)
          .at(file.toString())
          .observed("no such file")
          .expected("a PNG or JPEG, which the data set lists")
          .build();
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw malformed(file, "this is no image that can be read", "a PNG or JPEG");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return read(file, reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed(
          file, "the image cannot be decoded (" + e.getMessage() + ")", "a PNG or JPEG");
    }
  }

  private static PixelFile read(Path file, ImageReader reader) throws IOException {
    Pixels.requireSize(file.toString(), reader.getHeight(0), reader.getWidth(0));
    if (!reader.getImageTypes(0).hasNext()) {
      throw fourColours(file);
    }
    AtomicBoolean cut = new AtomicBoolean();
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          if (warning.contains("EOI")) {
            cut.set(true);
          }
        });
    BufferedImage image = reader.read(0);
    if (cut.get()) {
      throw malformed(file, "the file ends before the image does", "a whole JPEG");
    }
    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
    if (format.equals("jpeg") && image.getRaster().getNumBands() > RGB) {
      throw fourColours(file);
    }
    return new PixelFile(file, format, image);
  }

  private static RepconvException fourColours(Path file) {
    return malformed(
        file, "a JPEG of four colours (CMYK or YCCK)", "grey or RGB; convert the image");
  }

  private Pixels indices() {
    boolean palette = image.getColorModel() instanceof IndexColorModel;
    int bands = image.getRaster().getNumBands();
    if (!format.equals("png") || bands != 1 || (!palette && bits() != BITS)) {
      throw RepconvException.of(ErrorCode.DATASET)
          .at(file.toString())
          .observed(
              "a %s of %d channels and %d bits"
                  .formatted(format.toUpperCase(Locale.ROOT), bands, bits()))
          .expected("a PNG with a palette or of 8 bits of grey")
          .why("The pixels of a mask are class indices.")
          .build();
    }
    return samples(1);
  }

  private Pixels colours() {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return colours(samples(1), palette);
    }
    if (bits() != BITS) {
      throw malformed(file, bits() + " bits a channel", BITS + " bits");
    }
    int bands = image.getRaster().getNumBands();
    return bands >= RGB ? samples(RGB) : grey(samples(1));
  }

  private int bits() {
    return image.getSampleModel().getSampleSize(0);
  }

  /** The first bands: red, green, blue, or grey, or an index into a palette. */
  private Pixels samples(int bands) {
    Raster raster = image.getRaster();
    int height = image.getHeight();
    int width = image.getWidth();
    byte[] values = new byte[bands * height * width];
    int[] row = new int[width];
    for (int band = 0; band < bands; band++) {
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, band, row);
        int start = (band * height + y) * width;
        for (int x = 0; x < width; x++) {
          values[start + x] = (byte) row[x];
        }
      }
    }
    return new Pixels(bands, height, width, values);
  }

  private static Pixels grey(Pixels pixels) {
    int size = pixels.values().length;
    byte[] values = new byte[RGB * size];
    for (int channel = 0; channel < RGB; channel++) {
      System.arraycopy(pixels.values(), 0, values, channel * size, size);
    }
    return new Pixels(RGB, pixels.height(), pixels.width(), values);
  }

  private static Pixels colours(Pixels indices, IndexColorModel palette) {
    int size = indices.values().length;
    byte[] values = new byte[RGB * size];
    for (int i = 0; i < size; i++) {
      int index = indices.values()[i] & 0xff;
      values[i] = (byte) palette.getRed(index);
      values[size + i] = (byte) palette.getGreen(index);
      values[2 * size + i] = (byte) palette.getBlue(index);
    }
    return new Pixels(RGB, indices.height(), indices.width(), values);
  }

  private static RepconvException malformed(Path file, String observed, String expected) {
    return RepconvException.of(ErrorCode.MALFORMED)
        .at(file.toString())
        .observed(observed)
        .expected(expected)
        .build();
  }
}
