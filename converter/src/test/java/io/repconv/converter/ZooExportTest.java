package io.repconv.converter;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Tensor;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.graph.pass.Simplify;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import io.repconv.runtime.zoo.Architecture;
import io.repconv.runtime.zoo.Architectures;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.Parameter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every architecture, narrow, folded, written, and run by ONNX Runtime at two sizes. */
class ZooExportTest {
  @TempDir private Path folder;

  /** Narrow ones, with the shallowest backbone that each takes. */
  private static List<String> networks() {
    return Architectures.names().stream()
        .map(Architectures::named)
        .map(ZooExportTest::small)
        .toList();
  }

  private static String small(Architecture architecture) {
    String name = architecture.name();
    String given = architecture.defaults().getOrDefault("backbone", "");
    boolean bottlenecks = name.matches("DeepLabV.*|.*DUC.*");
    String least = given.startsWith("Dense") ? "DenseNet-121" : bottlenecks ? "50" : "18";
    String backbone = least.matches("[0-9]+") ? "ResNet-" + least : least;
    String settings = ":num_classes=4,width=" + (name.contains("ENet") ? 32 : 4);
    return name + settings + (given.isEmpty() ? "" : ",backbone=" + backbone);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theFileComputesWhatTheNetworkComputes(String description) {
    Graph graph = trained(Architectures.build(description, 1)).deployed();
    Graph folded = RegionFolding.fold(Simplify.apply(graph)).graph();
    Path file = folder.resolve("network.onnx");
    OnnxFromGraph.write(folded, OnnxOptions.DEFAULT, file);
    try (OrtModel model = OrtModel.open(file, OrtOptions.OPTIMIZED.withThreads(1))) {
      for (long[] size : new long[][] {{2, 3, 32, 40}, {1, 3, 37, 35}}) {
        Map<String, Tensor> image = Map.of("input", image(size));
        Tensor expected = requireNonNull(Interpreter.run(graph, image).get("output"));
        Tensor actual = requireNonNull(model.run(image).get("output"));
        assertThat(actual.dims()).isEqualTo(expected.dims());
        assertThat(largestDifference(actual, expected)).isLessThan(1e-4 * largest(expected));
      }
    }
  }

  /** The network with statistics and scales that are not those of its start. */
  private static Network trained(Network network) {
    Random random = new Random(3);
    Map<String, Tensor> tensors = new HashMap<>();
    for (Parameter parameter : network.parameters()) {
      long[] dims = parameter.value().shape().sizes();
      int size = Math.toIntExact(Tensor.elements(dims));
      switch (parameter.role()) {
        case NORM_WEIGHT -> tensors.put(parameter.name(), floats(dims, random, size, 0.5, 1.2));
        case NORM_BIAS -> tensors.put(parameter.name(), floats(dims, random, size, -0.3, 0.3));
        case STATISTIC -> {
          double least = parameter.name().endsWith("running_var") ? 0.5 : -0.3;
          tensors.put(parameter.name(), floats(dims, random, size, least, least + 0.8));
        }
        default -> {}
      }
    }
    return network.with(tensors);
  }

  private static Tensor image(long... dims) {
    return floats(dims, new Random(4), Math.toIntExact(Tensor.elements(dims)), -1, 1);
  }

  private static Tensor floats(long[] dims, Random random, int size, double from, double to) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (from + (to - from) * random.nextDouble());
    }
    return Tensor.of(ElementType.FLOAT, dims, values);
  }

  private static double largest(Tensor tensor) {
    return Arrays.stream(tensor.doubles()).map(Math::abs).max().orElseThrow();
  }

  private static double largestDifference(Tensor actual, Tensor expected) {
    double[] a = actual.doubles();
    double[] b = expected.doubles();
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }
}
