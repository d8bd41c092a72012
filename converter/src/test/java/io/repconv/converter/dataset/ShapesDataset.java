package io.repconv.converter.dataset;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Makes a segmentation set in the layout of Pascal VOC: coloured shapes that lie over each other on
 * textured grounds, with palette masks whose class 0 is the ground and whose outlines are 255. The
 * same seed makes the same files with the same JDK. It needs nothing but a JDK:
 *
 * <pre>
 * java converter/src/test/java/io/repconv/converter/dataset/ShapesDataset.java FOLDER
 * </pre>
 */
public final class ShapesDataset {
  private static final List<String> NAMES =
      List.of("background", "circle", "square", "triangle", "ring", "cross", "star");
  private static final int OUTLINE = 255;
  private static final int PALETTE = 256;
  private static final float JPEG_QUALITY = 0.95f;

  private final int size;
  private final int classes;
  private final Random random;

  private ShapesDataset(int size, int classes, long seed) {
    this.size = size;
    this.classes = classes;
    this.random = new Random(seed);
  }

  /**
   * Writes a set.
   *
   * @param train how many images the list {@code train} names
   * @param val how many {@code val} does
   * @param size height and width of the images
   * @param classes how many classes there are with the ground, 2 to 7
   */
  public static void write(Path folder, int train, int val, int size, int classes, long seed)
      throws IOException {
    if (classes < 2 || classes > NAMES.size() || size < 16) {
      throw new IllegalArgumentException(
          "%d classes, expected 2 to %d; size %d, expected at least 16"
              .formatted(classes, NAMES.size(), size));
    }
    Path images = Files.createDirectories(folder.resolve("JPEGImages"));
    Path masks = Files.createDirectories(folder.resolve("SegmentationClass"));
    Path lists = Files.createDirectories(folder.resolve("ImageSets").resolve("Segmentation"));
    List<String> names = new ArrayList<>();
    Random seeds = new Random(seed);
    for (int i = 0; i < train + val; i++) {
      String name = String.format(Locale.ROOT, "shapes_%06d", i);
      new ShapesDataset(size, classes, seeds.nextLong())
          .write(images.resolve(name + ".jpg"), masks.resolve(name + ".png"));
      names.add(name);
    }
    Files.write(lists.resolve("train.txt"), names.subList(0, train));
    Files.write(lists.resolve("val.txt"), names.subList(train, names.size()));
    Files.write(lists.resolve("trainval.txt"), names);
    Files.write(folder.resolve("classes.txt"), NAMES.subList(0, classes));
  }

  private void write(Path imageFile, Path maskFile) throws IOException {
    int[] classOf = new int[size * size];
    BufferedImage image = ground();
    int shapes = 1 + random.nextInt(3);
    for (int i = 0; i < shapes; i++) {
      draw(image, classOf, 1 + random.nextInt(classes - 1));
    }
    writeJpeg(image, imageFile);
    ImageIO.write(mask(classOf), "png", maskFile.toFile());
  }

  /** Waves of two directions and noise, in a colour near grey. */
  private BufferedImage ground() {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    double hue = random.nextDouble();
    double brightness = 0.25 + 0.5 * random.nextDouble();
    double[] waves = random.doubles(6, -0.5, 0.5).toArray();
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double wave =
            Math.sin(waves[0] * x + waves[1] * y + 6 * waves[2])
                + Math.sin(waves[3] * x + waves[4] * y + 6 * waves[5]);
        double noise = random.nextDouble() - 0.5;
        image.setRGB(x, y, colour(hue, 0.15, brightness + 0.1 * wave + 0.1 * noise));
      }
    }
    return image;
  }

  private void draw(BufferedImage image, int[] classOf, int index) {
    double radius = size * (0.12 + 0.15 * random.nextDouble());
    AffineTransform place =
        AffineTransform.getTranslateInstance(
            size * random.nextDouble(), size * random.nextDouble());
    place.rotate(2 * Math.PI * random.nextDouble());
    place.scale(radius, radius);
    Shape shape = place.createTransformedShape(unit(index));
    double hue = (index - 1 + 0.5 * (random.nextDouble() - 0.5)) / (NAMES.size() - 1);
    double brightness = 0.6 + 0.3 * random.nextDouble();
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double noise = random.nextDouble() - 0.5;
        if (shape.contains(x + 0.5, y + 0.5)) {
          image.setRGB(x, y, colour(hue, 0.7, brightness + 0.1 * noise));
          classOf[y * size + x] = index;
        }
      }
    }
  }

  /** A shape of about the unit circle's size. */
  private static Shape unit(int index) {
    Area circle = new Area(new Ellipse2D.Double(-1, -1, 2, 2));
    return switch (NAMES.get(index)) {
      case "circle" -> circle;
      case "square" -> new Rectangle2D.Double(-0.9, -0.9, 1.8, 1.8);
      case "triangle" -> polygon(3, 1, 1);
      case "ring" -> {
        circle.subtract(new Area(new Ellipse2D.Double(-0.5, -0.5, 1, 1)));
        yield circle;
      }
      case "cross" -> {
        Area cross = new Area(new Rectangle2D.Double(-1, -0.35, 2, 0.7));
        cross.add(new Area(new Rectangle2D.Double(-0.35, -1, 0.7, 2)));
        yield cross;
      }
      default -> polygon(10, 1.1, 0.5);
    };
  }

  /** A polygon whose corners alternate between two distances. */
  private static Path2D polygon(int corners, double even, double odd) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners; i++) {
      double distance = i % 2 == 0 ? even : odd;
      double x = distance * Math.cos(2 * Math.PI * i / corners);
      double y = distance * Math.sin(2 * Math.PI * i / corners);
      if (i == 0) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    path.closePath();
    return path;
  }

  private static int colour(double hue, double saturation, double brightness) {
    double bounded = Math.max(0, Math.min(1, brightness));
    return Color.HSBtoRGB((float) hue, (float) saturation, (float) bounded);
  }

  private BufferedImage mask(int[] classOf) {
    BufferedImage mask = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_INDEXED, palette());
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int index = classOf[y * size + x];
        boolean outline =
            (x > 0 && classOf[y * size + x - 1] != index)
                || (y > 0 && classOf[(y - 1) * size + x] != index);
        mask.getRaster().setSample(x, y, 0, outline ? OUTLINE : index);
      }
    }
    return mask;
  }

  /** The colours of Pascal VOC: bit 3k, 3k+1 and 3k+2 of an index are bit 7-k of its channels. */
  private static IndexColorModel palette() {
    byte[][] channels = new byte[3][PALETTE];
    for (int index = 0; index < PALETTE; index++) {
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        channels[bit % 3][index] |= (byte) ((index >> bit & 1) << (7 - bit / 3));
      }
    }
    return new IndexColorModel(
        DataBuffer.getDataTypeSize(DataBuffer.TYPE_BYTE),
        PALETTE,
        channels[0],
        channels[1],
        channels[2]);
  }

  private static void writeJpeg(BufferedImage image, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam quality = writer.getDefaultWriteParam();
    quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    quality.setCompressionQuality(JPEG_QUALITY);
    Files.deleteIfExists(file);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), quality);
    } finally {
      writer.dispose();
    }
  }

  /** FOLDER, then the number of images to train and to validate on, their size, classes, seed. */
  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 6) {
      System.err.println("FOLDER [TRAIN [VAL [SIZE [CLASSES [SEED]]]]]");
      return;
    }
    int[] numbers = {400, 100, 96, 5, 0};
    for (int i = 1; i < args.length; i++) {
      numbers[i - 1] = Integer.parseInt(args[i]);
    }
    write(Path.of(args[0]), numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
  }
}
