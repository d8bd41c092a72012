package io.repconv.converter.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Node;
import io.repconv.graph.Op;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.op.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs that a seed makes come back as they were written, byte for byte the second time. */
class RandomRoundTripTest {
  private static final List<String> POINTWISE =
      List.of("Relu", "Sigmoid", "Tanh", "Neg", "Identity", "HardSwish");

  @TempDir Path folder;

  private static final class Draft {
    private final Random random;
    private final GraphBuilder builder = new GraphBuilder("random");
    private final List<Value> images = new ArrayList<>();

    Draft(int seed) {
      random = new Random(seed);
      images.add(builder.input("image", ElementType.FLOAT, Shape.parse("[N, 4, H, W]")));
    }

    Graph graph(int size) {
      for (int i = 0; i < size; i++) {
        images.add(node(i));
      }
      builder.output(images.get(images.size() - 1));
      builder.output(images.get(images.size() / 2));
      return builder.build();
    }

    private Value any() {
      return images.get(random.nextInt(images.size()));
    }

    private Value node(int i) {
      return switch (random.nextInt(5)) {
        case 0 -> convolution(i);
        case 1 -> add(i, "Add", Attributes.NONE, any(), any());
        case 2 -> add(i, "Mul", Attributes.NONE, any(), constant("scale" + i, 4, 1, 1));
        case 3 ->
            add(
                i,
                "BatchNormalization",
                Attributes.NONE.with("epsilon", 1e-3f),
                any(),
                constant("g" + i, 4),
                constant("b" + i, 4),
                constant("m" + i, 4),
                constant("v" + i, 4));
        default -> add(i, POINTWISE.get(random.nextInt(POINTWISE.size())), Attributes.NONE, any());
      };
    }

    private Value convolution(int i) {
      int group = random.nextBoolean() ? 1 : 4;
      Attributes attributes =
          Attributes.NONE.with("pads", List.of(1L, 1L, 1L, 1L)).with("group", (long) group);
      Value weight = constant("w" + i, 4, 4 / group, 3, 3);
      return random.nextBoolean()
          ? add(i, "Conv", attributes, any(), weight)
          : add(i, "Conv", attributes, any(), weight, constant("bias" + i, 4));
    }

    private Value constant(String name, long... dims) {
      double[] values = random.doubles(Tensor.elements(dims)).map(value -> (float) value).toArray();
      return builder.constant(name, Tensor.of(ElementType.FLOAT, dims, values));
    }

    private Value add(int i, String name, Attributes attributes, Value... inputs) {
      Op op = Vocabulary.operator(name, attributes).orElseThrow();
      return builder
          .addAll(
              op, Arrays.asList(inputs), Origin.of("node" + i), "node" + i, List.of("value" + i))
          .get(0);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void comesBackAsItWas(int seed) throws IOException {
    Graph graph = new Draft(seed).graph(5 + 3 * seed);
    OnnxOptions options =
        OnnxOptions.DEFAULT.withOpset(14 + seed % 8).withExternalData(seed % 2 == 0);
    Path first = folder.resolve("a.onnx");
    Path second = folder.resolve("b.onnx");

    OnnxFromGraph.write(graph, options, first);
    Graph read = GraphFromOnnx.read(first).graph();
    OnnxFromGraph.write(read, options.withExternalData(false), second);
    OnnxFromGraph.write(graph, options.withExternalData(false), first);

    assertThat(read.nodes()).hasToString(graph.nodes().toString());
    assertThat(read.outputs()).hasToString(graph.outputs().toString());
    assertThat(read.nodes()).extracting(Node::op).isEqualTo(operators(graph));
    assertThat(first).hasSameBinaryContentAs(second);
  }

  private static List<Op> operators(Graph graph) {
    return graph.nodes().stream().map(Node::op).toList();
  }
}
