package io.repconv.converter.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.repconv.converter.AtenInputs;
import io.repconv.converter.input.InputShape;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.interpret.Interpreter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator against what torch computes of it in float64; {@code
 * fixtures/python/aten_cases.py} wrote the cases.
 */
class AtenCasesTest {
  @TempDir Path directory;

  /** One case of the file. */
  private static final class Case {
    private final String name;
    private final Map<String, long[]> inputs = new LinkedHashMap<>();
    private final List<Tensor> constants = new ArrayList<>();
    private final StringBuilder code = new StringBuilder();
    private boolean open;
    private long[] dims = new long[0];
    private double[] expected = new double[0];

    Case(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in = AtenCasesTest.class.getResourceAsStream("aten-cases.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        if (line.startsWith("case ")) {
          cases.add(new Case(line.substring(5)));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          read(line, cases.get(cases.size() - 1));
        }
      }
    }
    return cases;
  }

  private static void read(String line, Case current) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "in" -> current.inputs.put(words[1], dims(words, 2));
      case "open" -> current.open = true;
      case "constant" ->
          current.constants.add(
              words[1].equals("int64")
                  ? Tensor.scalar(Long.parseLong(words[2]))
                  : Tensor.scalar(ElementType.DOUBLE, Double.parseDouble(words[2])));
      case "|" -> current.code.append(line.substring(2)).append('\n');
      case "out" -> current.dims = dims(words, 1);
      case "=" ->
          current.expected = Stream.of(words).skip(1).mapToDouble(Double::parseDouble).toArray();
      default -> throw new IllegalArgumentException(line);
    }
  }

  private static long[] dims(String[] words, int index) {
    return words.length == index
        ? new long[0]
        : Arrays.stream(words[index].split("x")).mapToLong(Long::parseLong).toArray();
  }

  static List<Case> openCases() throws IOException {
    return cases().stream().filter(c -> c.open).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void computesWhatTorchComputes(Case current) {
    check(current, axis -> false);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("openCases")
  void computesWhatTorchComputesForOpenSizes(Case current) {
    check(current, axis -> axis != 1);
  }

  private interface OpenAxes {
    boolean isOpen(int axis);
  }

  private void check(Case current, OpenAxes axes) {
    TinyArchive archive = TinyArchive.of(Map.of(), current.code.toString());
    current.constants.forEach(c -> archive.constant(archive.constantTensor(c)));
    List<InputShape> shapes = new ArrayList<>();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(current.inputs.keySet());
    for (String name : names) {
      long[] dims = current.inputs.get(name);
      List<Dim> sizes = new ArrayList<>();
      for (int axis = 0; axis < dims.length; axis++) {
        boolean open = name.equals("x") && axes.isOpen(axis);
        sizes.add(open ? Dim.symbol("S" + axis) : Dim.of(dims[axis]));
      }
      shapes.add(new InputShape(name, Shape.of(sizes)));
      inputs.put(name, AtenInputs.content(name, dims, names.indexOf(name)));
    }
    archive.tracedInputs(List.copyOf(inputs.values()));
    ImportedModel model = GraphFromTorchScript.read(archive.write(directory), shapes);
    Tensor actual = Interpreter.run(model.graph(), inputs).get("output");
    assertThat(actual.dims()).isEqualTo(current.dims);
    double largest = Arrays.stream(current.expected).map(Math::abs).max().orElse(0);
    assertThat(actual.doubles()).containsExactly(current.expected, within(1e-9 * (1 + largest)));
  }
}
