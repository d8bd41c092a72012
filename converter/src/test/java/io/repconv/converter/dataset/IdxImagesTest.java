package io.repconv.converter.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.train.data.Example;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxImagesTest {
  private static final int[] IMAGES = {0x803, 2, 2, 3};
  private static final byte[] PIXELS = {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, (byte) 255};

  @TempDir private Path folder;

  private static byte[] bytes(int[] header, byte... data) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + data.length);
    Arrays.stream(header).forEach(bytes::putInt);
    return bytes.put(data).array();
  }

  private void write(String name, byte[] bytes) throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve(name));
        OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
      out.write(bytes);
    }
  }

  @BeforeEach
  void writeLabels() throws IOException {
    write("train-labels-idx1-ubyte.gz", bytes(new int[] {0x801, 2}, (byte) 9, (byte) 0));
  }

  private Dataset open() {
    return Datasets.open(DatasetType.FASHION_MNIST, folder, "train", 255, Preprocessing.NONE);
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(this::open).hasMessageContainingAll(parts);
  }

  @Test
  void plainAndCompressedFilesAreImagesOfOneChannel() throws IOException {
    write("train-images-idx3-ubyte", bytes(IMAGES, PIXELS));

    Dataset dataset = open();
    Example example = dataset.example(1, 0);

    assertThat(dataset.size()).isEqualTo(2);
    assertThat(dataset.classes()).hasSize(10).startsWith("T-shirt/top").endsWith("Ankle boot");
    assertThat(example.name()).isEqualTo("train image 1");
    assertThat(example.channels()).isEqualTo(1);
    assertThat(example.height()).isEqualTo(2);
    assertThat(example.width()).isEqualTo(3);
    assertThat(example.image()[0]).isCloseTo((10 / 255f - 0.2860f) / 0.3530f, within(1e-6f));
    assertThat(example.image()[5]).isCloseTo((1 - 0.2860f) / 0.3530f, within(1e-6f));
    assertThat(example.target()).containsExactly(0);
    assertThat(dataset.example(0, 0).target()).containsExactly(9);
  }

  @Test
  void digitsHaveTheirOwnNamesAndNormalisation() throws IOException {
    write("train-images-idx3-ubyte", bytes(IMAGES, PIXELS));

    Dataset digits = Datasets.open(DatasetType.MNIST, folder, "train", 255, Preprocessing.NONE);

    assertThat(digits.classes()).startsWith("0", "1").hasSize(10);
    assertThat(digits.example(0, 0).image()[0]).isCloseTo(-0.1307f / 0.3081f, within(1e-6f));
  }

  @Test
  void missingFilesAreNamedWithBothNames() {
    assertRefused("no file 'train-images-idx3-ubyte' or 'train-images-idx3-ubyte.gz'", "[RC-601]");
  }

  @Test
  void truncatedFilesAreNamed() throws IOException {
    byte[] whole = bytes(IMAGES, PIXELS);
    for (String name : new String[] {"train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"}) {
      for (int length : new int[] {2, 10, whole.length - 1}) {
        write(name, Arrays.copyOf(whole, length));
        assertRefused(name + ": an end", "expected a whole IDX file", "[RC-105]");
      }
      Files.delete(folder.resolve(name));
    }
    write("train-images-idx3-ubyte.gz", whole);
    byte[] gzip = Files.readAllBytes(folder.resolve("train-images-idx3-ubyte.gz"));
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), Arrays.copyOf(gzip, gzip.length - 9));
    assertRefused("train-images-idx3-ubyte.gz: an end", "[RC-105]");
  }

  @Test
  void sizesAreBoundedBeforeTheyAreAllocated() throws IOException {
    write("train-images-idx3-ubyte", bytes(new int[] {0x803, 60000, 60000, 60000}, PIXELS));
    assertRefused("sizes [60000, 60000, 60000]", "[RC-111]");
    write("train-images-idx3-ubyte", bytes(new int[] {0x803, 2, -2, 3}, PIXELS));
    assertRefused("sizes [2, -2, 3]", "[RC-111]");
    write("train-images-idx3-ubyte", bytes(new int[] {0x803, 1000, 1000, 1000}, PIXELS));
    assertRefused("an end before the bytes of [1000, 1000, 1000]", "[RC-105]");
  }

  @Test
  void filesOfAnotherKindAndBytesTooManyAreRefused() throws IOException {
    write("train-images-idx3-ubyte", bytes(new int[] {0x801, 2, 2, 3}, PIXELS));
    assertRefused("the first bytes 00000801, expected 00000803", "[RC-112]");
    write("train-images-idx3-ubyte", bytes(IMAGES, Arrays.copyOf(PIXELS, 13)));
    assertRefused("more bytes than its sizes [2, 2, 3] say", "[RC-112]");
    Files.delete(folder.resolve("train-images-idx3-ubyte"));
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), bytes(IMAGES, PIXELS));
    assertRefused("train-images-idx3-ubyte.gz: damaged gzip", "[RC-112]");
  }

  @Test
  void everyImageHasOneOfTheClasses() throws IOException {
    write("train-images-idx3-ubyte", bytes(IMAGES, PIXELS));
    write("train-labels-idx1-ubyte.gz", bytes(new int[] {0x801, 1}, (byte) 9));
    assertRefused("1 labels, expected 2, one for each image", "[RC-601]");
    write("train-labels-idx1-ubyte.gz", bytes(new int[] {0x801, 2}, (byte) 9, (byte) 10));
    assertRefused("the label 10 of image 1, expected 0 to 9");
  }
}
