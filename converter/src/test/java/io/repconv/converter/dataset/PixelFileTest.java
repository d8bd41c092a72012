package io.repconv.converter.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelFileTest {
  @TempDir private Path folder;

  private Path png(BufferedImage image) {
    return TestImages.write(image, folder.resolve("image.png"));
  }

  private Path jpeg(BufferedImage image) {
    return TestImages.write(image, folder.resolve("image.jpg"));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void aMaskIsTheIndicesOfItsPaletteNotTheColours(int bits) {
    Pixels mask = PixelFile.mask(png(TestImages.palette(bits, 0, 3, 2, 1, 3)));

    assertThat(mask.values()).containsExactly(0, 3, 2, 1, 3);
    assertThat(mask.width()).isEqualTo(5);
    assertThat(mask.height()).isEqualTo(1);
  }

  @Test
  void aGreyMaskIsItsValues() {
    assertThat(PixelFile.mask(png(TestImages.grey(0, 1, 150, 255))).values())
        .containsExactly(0, 1, (byte) 150, (byte) 255);
  }

  @Test
  void theColoursOfAnImageAreItsChannels() {
    BufferedImage image = TestImages.plain(2, 1, 0x102030);
    image.setRGB(1, 0, 0xfffefd);

    Pixels pixels = PixelFile.image(png(image));

    assertThat(pixels.values())
        .containsExactly(0x10, (byte) 0xff, 0x20, (byte) 0xfe, 0x30, (byte) 0xfd);
  }

  /** Java's colour management would brighten grey: 128 becomes 188. */
  @Test
  void greyIsTakenAsItIsStored() {
    assertThat(PixelFile.image(png(TestImages.grey(0, 64, 128))).values())
        .containsExactly(0, 64, (byte) 128, 0, 64, (byte) 128, 0, 64, (byte) 128);
    assertThat(PixelFile.image(jpeg(TestImages.grey(100, 100, 100))).at(1, 0, 1))
        .isBetween(98., 102.);
  }

  @Test
  void transparencyIsPassedOver() {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x01203040);

    assertThat(PixelFile.image(png(image)).values()).containsExactly(0x20, 0x30, 0x40);
  }

  @Test
  void anImageWithAPaletteIsItsColours() {
    Pixels pixels = PixelFile.image(png(TestImages.palette(8, 4, 7)));

    assertThat(pixels.values()).containsExactly(60, 90, (byte) 196, (byte) 193, 60, 90);
  }

  /** Without Adobe's marker, and with that of CMYK and YCCK. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 2})
  void aJpegOfFourColoursIsRefused(int transform) throws IOException {
    Path file = folder.resolve("cmyk.jpg");
    WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    }
    writer.dispose();
    if (transform >= 0) {
      String adobe = "ffee000e41646f62650064000000000" + transform;
      String jpeg = HexFormat.of().formatHex(Files.readAllBytes(file));
      Files.write(file, HexFormat.of().parseHex("ffd8" + adobe + jpeg.substring(4)));
    }

    assertThatThrownBy(() -> PixelFile.image(file))
        .hasMessageContaining("cmyk.jpg: a JPEG of four colours (CMYK or YCCK), expected grey or")
        .hasMessageContaining("[RC-112]");
  }

  @Test
  void sixteenBitsAreRefused() {
    Path file = png(new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY));

    assertThatThrownBy(() -> PixelFile.image(file)).hasMessageContaining("16 bits a channel");
    assertThatThrownBy(() -> PixelFile.mask(file))
        .hasMessageContaining("a PNG of 1 channels and 16 bits")
        .hasMessageContaining("class indices");
  }

  @Test
  void masksOfColoursAndMasksThatLoseBitsAreRefused() {
    assertThatThrownBy(() -> PixelFile.mask(png(TestImages.plain(1, 1, 0))))
        .hasMessageContaining("a PNG of 3 channels and 8 bits, expected a PNG with a palette")
        .hasMessageContaining("[RC-601]");
    assertThatThrownBy(() -> PixelFile.mask(jpeg(TestImages.grey(1, 2))))
        .hasMessageContaining("a JPEG of 1 channels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void aTruncatedFileIsNamed(String format) throws IOException {
    BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      noise.setRGB(i % 64, i / 64, i * 0x9e3779b9);
    }
    Path file = TestImages.write(noise, folder.resolve("cut." + format));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> PixelFile.image(file))
        .hasMessageContaining("cut." + format)
        .hasMessageContaining("[RC-112]");
  }

  @Test
  void anImageThatSaysItIsHugeIsRefusedBeforeItIsRead() throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(header);
    out.writeBytes("IHDR");
    out.writeInt(100_000);
    out.writeInt(200_000);
    out.write(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(header.toByteArray());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream png = new DataOutputStream(file);
    png.writeLong(0x89504e470d0a1a0aL);
    png.writeInt(13);
    png.write(header.toByteArray());
    png.writeInt((int) crc.getValue());
    png.writeInt(4);
    png.writeBytes("IDAT");
    png.writeLong(0);
    Path path = folder.resolve("huge.png");
    Files.write(path, file.toByteArray());

    assertThatThrownBy(() -> PixelFile.image(path))
        .hasMessageContaining("huge.png: an image of 100000 x 200000, expected at most 67108864")
        .hasMessageContaining("[RC-111]");
  }

  @Test
  void whatIsNoImageOrNotThereIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "text");

    assertThatThrownBy(() -> PixelFile.image(text))
        .hasMessageContaining("text.png: this is no image that can be read");
    assertThatThrownBy(() -> PixelFile.image(folder.resolve("none.png")))
        .hasMessageContaining("none.png: no such file")
        .hasMessageContaining("[RC-601]");
  }
}
