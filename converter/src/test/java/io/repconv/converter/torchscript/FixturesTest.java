package io.repconv.converter.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.repconv.converter.input.InputShape;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import io.repconv.graph.interpret.Interpreter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The archives among the fixtures, computed in float64, against what PyTorch computed of them. */
class FixturesTest {
  private static final Path FIXTURES = Path.of(System.getProperty("repconv.fixtures", "fixtures"));

  static Stream<Arguments> archives() throws IOException {
    return Stream.of("models", "modern").flatMap(FixturesTest::archivesIn);
  }

  private static Stream<Arguments> archivesIn(String folder) {
    Path table = FIXTURES.resolve(folder).resolve("models.tsv");
    try {
      return Files.readAllLines(table).stream()
          .map(line -> line.split("\t"))
          .filter(row -> row[1].endsWith(".pt"))
          .map(row -> Arguments.of(folder + "/" + row[1], row[0], row[2], row[8]));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("archives")
  void computesWhatPytorchComputes(String file, String name, String shapes, String arguments)
      throws IOException {
    Path path = FIXTURES.resolve(file);
    List<InputShape> inputs =
        Stream.of(arguments.split(" "))
            .filter(word -> word.contains("x") && !word.startsWith("-"))
            .map(InputShape::parse)
            .toList();
    ImportedModel model = GraphFromTorchScript.read(path, inputs);
    String[] pairs = shapes.split(";");
    for (int k = 0; k < pairs.length; k++) {
      Tensor x = read(path.resolveSibling(name + ".in" + k), pairs[k].split(">")[0]);
      Tensor expected = read(path.resolveSibling(name + ".out" + k), pairs[k].split(">")[1]);
      Tensor actual =
          Interpreter.run(model.graph(), Map.of(model.graph().inputs().get(0).name(), x))
              .values()
              .iterator()
              .next();
      assertThat(actual.dims()).isEqualTo(expected.dims());
      double largest = Arrays.stream(expected.doubles()).map(Math::abs).max().orElse(0);
      assertThat(actual.doubles()).containsExactly(expected.doubles(), within(5e-7 * largest));
    }
  }

  private static Tensor read(Path file, String shape) throws IOException {
    long[] dims = Arrays.stream(shape.split("x")).mapToLong(Long::parseLong).toArray();
    FloatBuffer floats =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    double[] values = new double[floats.remaining()];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats.get(i);
    }
    return Tensor.of(ElementType.FLOAT, dims, values);
  }
}
