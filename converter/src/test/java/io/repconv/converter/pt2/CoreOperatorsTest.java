package io.repconv.converter.pt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.repconv.converter.AtenInputs;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator in a program decomposed to core ATen, against what torch computes of it in
 * float64; {@code fixtures/python/exported_programs.py} wrote program and numbers. It returns a
 * dict of all cases.
 */
class CoreOperatorsTest {
  private static final Path MODERN =
      Path.of(Objects.requireNonNull(System.getProperty("repconv.fixtures")), "modern");

  private static Graph graph;
  private static Map<String, Tensor> outputs;

  /** One line of the table. */
  private record Case(
      String name, List<String> inputs, List<String> dims, String out, List<Double> numbers) {
    static Case parse(String line) {
      String[] columns = line.split("\t", -1);
      List<String> inputs = new ArrayList<>();
      List<String> dims = new ArrayList<>();
      for (String input : columns[1].split(" ")) {
        String[] parts = input.split(":");
        inputs.add(parts[0]);
        dims.add(parts[1]);
      }
      List<Double> numbers = Stream.of(columns[3].split(" ")).map(Double::valueOf).toList();
      return new Case(columns[0], inputs, dims, columns[2], numbers);
    }

    static long[] dims(String text) {
      return text.equals("-")
          ? new long[0]
          : Arrays.stream(text.split("x")).mapToLong(Long::parseLong).toArray();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() throws IOException {
    return Files.readAllLines(MODERN.resolve("core-operators.txt")).stream()
        .skip(1)
        .map(Case::parse)
        .toList();
  }

  @BeforeAll
  static void run() throws IOException {
    graph = GraphFromExportedProgram.read(MODERN.resolve("core-operators.pt2"), List.of()).graph();
    Map<String, Tensor> given = new LinkedHashMap<>();
    List<Value> inputs = graph.inputs();
    for (Case each : cases()) {
      for (int k = 0; k < each.inputs.size(); k++) {
        Value input = inputs.get(given.size());
        given.put(
            input.name(), AtenInputs.content(each.inputs.get(k), Case.dims(each.dims.get(k)), k));
      }
    }
    outputs = Interpreter.run(graph, given);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void computesWhatTorchComputes(Case each) {
    Tensor actual = Objects.requireNonNull(outputs.get(each.name));
    assertThat(actual.dims()).isEqualTo(Case.dims(each.out));
    double[] expected = each.numbers.stream().mapToDouble(Double::doubleValue).toArray();
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertThat(actual.doubles()).containsExactly(expected, within(1e-9 * (1 + largest)));
  }

  @Test
  void namesOfADictAreTheNamesOfTheOutputs() throws IOException {
    assertThat(graph.outputs())
        .extracting(Value::name)
        .containsExactlyElementsOf(cases().stream().map(Case::name).toList());
  }
}
