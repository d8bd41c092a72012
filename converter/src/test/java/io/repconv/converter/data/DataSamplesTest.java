package io.repconv.converter.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.check.GivenSample;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DataSamplesTest {
  private static final Graph MODEL = model("N, 3, H, W");

  @TempDir private Path folder;

  private static Graph model(String... shapes) {
    GraphBuilder builder = new GraphBuilder("model");
    for (int i = 0; i < shapes.length; i++) {
      Value x = builder.input("x" + i, ElementType.FLOAT, Shape.parse(shapes[i]));
      builder.output(x);
    }
    return builder.build();
  }

  private static byte[] npy(String type, String shape, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
    byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text).put(data);
    return bytes.array();
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private Path file(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    return Files.write(file, bytes);
  }

  private static List<GivenSample> samples(Path path, Graph model, ImageOptions images) {
    return DataSamples.of(path, model, images).stream().map(Supplier::get).toList();
  }

  private static List<GivenSample> samples(Path path) {
    return samples(path, MODEL, ImageOptions.DEFAULT);
  }

  private static Tensor only(List<GivenSample> samples) {
    assertThat(samples).hasSize(1);
    return samples.get(0).inputs().values().iterator().next();
  }

  @Test
  void anArrayIsReadAsItIsAndGetsABatchWhereItHasNone() throws IOException {
    Path whole = file("a.npy", npy("<f4", "1, 3, 1, 2", floats(1, 2, 3, 4, 5, 6.5f)));
    Path bytes = file("b.npy", npy("|u1", "3, 1, 1", new byte[] {1, 2, (byte) 255}));

    assertThat(only(samples(whole)).doubles()).containsExactly(1, 2, 3, 4, 5, 6.5);
    assertThat(only(samples(bytes)).shape()).isEqualTo(Shape.of(1, 3, 1, 1));
    assertThat(only(samples(bytes)).type()).isEqualTo(ElementType.FLOAT);
    assertThat(only(samples(bytes)).doubles()).containsExactly(1, 2, 255);
  }

  @Test
  void theArraysOfAnNpzGoToTheInputsOfTheirNames() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("x1.npy"));
      zip.write(npy("<f4", "1", floats(7)));
      zip.putNextEntry(new ZipEntry("x0.npy"));
      zip.write(npy("<f4", "2", floats(8, 9)));
    }
    Path file = file("both.npz", out.toByteArray());

    List<GivenSample> samples = samples(file, model("2", "1"), ImageOptions.DEFAULT);
    assertThat(samples.get(0).inputs()).containsOnlyKeys("x0", "x1");
    assertThat(Objects.requireNonNull(samples.get(0).inputs().get("x1")).doubles())
        .containsExactly(7);
    assertThatThrownBy(() -> samples(file, model("2"), ImageOptions.DEFAULT))
        .hasMessage("both.npz: 2 inputs [x1, x0], expected one for each of [x0]. [RC-202]");
  }

  @Test
  void anImageIsScaledAndNormalisedByChannel() throws IOException {
    BufferedImage image = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 8; i++) {
      image.setRGB(i % 4, i / 4, 0xff0033);
    }
    Path images = Files.createDirectory(folder.resolve("images"));
    Path file = images.resolve("red.png");
    ImageIO.write(image, "png", file.toFile());
    ImageOptions options =
        new ImageOptions(
            List.of(0.5, 0.25, 0.0),
            List.of(0.5, 1.0, 2.0),
            Optional.of(new ImageOptions.Size(3, 5)));

    Tensor tensor = only(samples(images, MODEL, options));
    assertThat(tensor.shape()).isEqualTo(Shape.of(1, 3, 3, 5));
    assertThat(tensor.doubles(0, 15)).containsOnly(1);
    assertThat(tensor.doubles(15, 30)).containsOnly(-0.25);
    assertThat(tensor.doubles(30, 45)).containsOnly(0.1f);
    assertThat(only(samples(file)).shape()).isEqualTo(Shape.of(1, 3, 2, 4));
    Graph grey = model("1, 1, 6, 6");
    assertThat(only(samples(file, grey, ImageOptions.DEFAULT)).shape())
        .isEqualTo(Shape.of(1, 1, 6, 6));
  }

  @Test
  void testDataOfOnnxHasOutputsToo() throws IOException {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(1).addDims(2);
    byte[] input = tensor.addFloatData(1).addFloatData(2).build().toByteArray();
    for (int set = 0; set < 2; set++) {
      file("test_data_set_%d/input_0.pb".formatted(set), input);
      file("test_data_set_%d/output_0.pb".formatted(set), input);
    }

    List<GivenSample> samples = samples(folder, model("2"), ImageOptions.DEFAULT);
    assertThat(samples)
        .extracting(GivenSample::name)
        .containsExactly("test_data_set_0", "test_data_set_1");
    assertThat(samples.get(1).outputs()).containsOnlyKeys("x0");
    assertThat(samples(folder.resolve("test_data_set_0"), model("2"), ImageOptions.DEFAULT))
        .hasSize(1);
  }

  @Test
  void namesOfFilesHaveTheSameDigitsInEveryLanguage() throws IOException {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(1).addDims(2);
    byte[] input = tensor.addFloatData(1).addFloatData(2).build().toByteArray();
    file("set/input_0.pb", input);
    file("set/input_1.pb", input);
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      List<GivenSample> samples =
          samples(folder.resolve("set"), model("2", "2"), ImageOptions.DEFAULT);
      assertThat(samples.get(0).inputs()).containsOnlyKeys("x0", "x1");
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
  }

  static Stream<Arguments> badArrays() {
    return Stream.of(
        Arguments.of("|O", "1", "elements of type '|O', expected little-endian numbers"),
        Arguments.of(">f4", "1", "elements of type '>f4', expected little-endian numbers"),
        Arguments.of("<f4", "2", "4 bytes of data, expected 8 for an array of"),
        Arguments.of("<f4", "99999, 99999", "an array of more than 2147483647 elements"),
        Arguments.of("<f4", "99999999999", "expected sizes of at most ten digits"),
        Arguments.of("<f4", "-1", "expected 'descr' of one number, 'fortran_order' and 'shape'"));
  }

  @ParameterizedTest(name = "{0} ({1})")
  @MethodSource("badArrays")
  void anArrayThatIsNotWhatItMustBeIsRefused(String type, String shape, String message)
      throws IOException {
    Path file = file("a.npy", npy(type, shape, floats(1)));
    assertThatThrownBy(() -> samples(file))
        .isInstanceOf(RepconvException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void aFileThatEndsEarlyOrIsSomethingElseIsRefused() throws IOException {
    byte[] array = npy("<f4", "1, 3, 1, 1", floats(1, 2, 3));
    Path file = file("short.npy", Arrays.copyOf(array, array.length - 4));

    assertThatThrownBy(() -> samples(file)).hasMessageContaining("8 bytes of data, expected 12");
    assertThatThrownBy(() -> samples(file("no.npz", array)))
        .hasMessageContaining("this is no zip archive")
        .hasMessageEndingWith("[RC-106]");
    assertThatThrownBy(() -> samples(file("no.png", array)))
        .hasMessageContaining("this is no image that can be read, expected a PNG or JPEG");
  }

  @Test
  void aPictureIsRefusedForItsSizeBeforeItIsDecoded() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    byte[] png = out.toByteArray();
    ByteBuffer.wrap(png).putInt(16, 1_000_000).putInt(20, 1_000_000);
    CRC32 sum = new CRC32();
    sum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());

    assertThatThrownBy(() -> samples(file("large.png", png)))
        .hasMessageContaining("an image of 1000000 x 1000000, expected at most 67108864 pixels");
  }

  @Test
  void whatDoesNotFitTheModelIsRefused() throws IOException {
    Path file = file("a.npy", npy("<f4", "1, 4, 1, 1", floats(1, 2, 3, 4)));

    assertThatThrownBy(() -> samples(file))
        .hasMessage("a.npy, 'x0': a tensor of shape [1, 4, 1, 1], expected [N, 3, H, W]. [RC-201]");
    assertThatThrownBy(() -> samples(folder.resolve("none")))
        .hasMessageContaining("no such file or folder");
    assertThatThrownBy(() -> samples(Files.createDirectory(folder.resolve("empty"))))
        .hasMessageContaining("no data that can be read, expected a .npy or .npz");
  }
}
