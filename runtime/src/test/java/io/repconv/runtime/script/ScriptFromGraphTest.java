package io.repconv.runtime.script;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each operator in libtorch against the float64 interpreter: what it computes, and its gradient
 * against finite differences.
 */
class ScriptFromGraphTest {
  /** An operator with its inputs: {@code Conv(%x, %w) | x 1,2,5,5 | w 3,2,3,3}. */
  private record Case(String text, double low, double high) {
    static Case of(String text) {
      return new Case(text, -2, 2);
    }

    /** The text of a graph of one node. */
    String graph() {
      String[] parts = text.split("\\|");
      StringBuilder graph = new StringBuilder("graph \"case\"\n");
      for (int i = 1; i < parts.length; i++) {
        String part = parts[i].strip();
        if (part.startsWith("const")) {
          graph.append(part).append('\n');
        } else {
          String[] input = part.split(" ");
          graph.append("input %%%s: float[%s]\n".formatted(input[0], input[1].replace(",", ", ")));
        }
      }
      String node = parts[0].strip();
      String made = node.contains("=>") ? node.substring(0, node.indexOf("=>")).strip() : "%z";
      String call = node.substring(node.indexOf("=>") < 0 ? 0 : node.indexOf("=>") + 2).strip();
      return graph.append("%s = %s\noutput %s\n".formatted(made, call, made)).toString();
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final String IMAGE = " | x 2,4,6,7";

  static List<Case> windows() {
    return Stream.of(
            "Conv(%x, %w, %b) {pads=[1, 1, 1, 1]}" + IMAGE + " | w 6,4,3,3 | b 6",
            "Conv(%x, %w) {strides=[2, 3], dilations=[2, 1], group=2}" + IMAGE + " | w 2,2,2,3",
            "Conv(%x, %w) {pads=[0, 2, 1, 0]}" + IMAGE + " | w 3,4,2,3",
            "Conv(%x, %w) {auto_pad=\"SAME_UPPER\", strides=[2, 2]}" + IMAGE + " | w 3,4,3,3",
            "Conv(%x, %w) {pads=[1, 1]} | x 2,3,8 | w 2,3,3",
            "ConvTranspose(%x, %w, %b) {strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 1]}"
                + IMAGE
                + " | w 4,3,3,3 | b 3",
            "ConvTranspose(%x, %w) {group=2, dilations=[2, 1]}" + IMAGE + " | w 4,3,2,2",
            "MaxPool(%x) {kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]}" + IMAGE,
            "MaxPool(%x) {kernel_shape=[3, 2], strides=[2, 2], pads=[0, 1, 1, 0]}" + IMAGE,
            "MaxPool(%x) {kernel_shape=[2, 2], dilations=[2, 2]}" + IMAGE,
            "MaxPool(%x) {kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1}" + IMAGE,
            "AveragePool(%x) {kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1}" + IMAGE,
            "AveragePool(%x) {kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]}" + IMAGE,
            "AveragePool(%x) {kernel_shape=[3, 3], pads=[2, 1, 0, 1], count_include_pad=1}" + IMAGE,
            "AveragePool(%x) {kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1}" + IMAGE,
            "GlobalAveragePool(%x)" + IMAGE,
            "GlobalMaxPool(%x)" + IMAGE,
            resize("coordinate_transformation_mode=\"half_pixel\", mode=\"linear\"", 9, 5),
            resize("coordinate_transformation_mode=\"align_corners\", mode=\"linear\"", 4, 13),
            resize("coordinate_transformation_mode=\"half_pixel\", mode=\"cubic\"", 9, 14),
            resize(
                "coordinate_transformation_mode=\"asymmetric\", mode=\"nearest\", nearest_mode=\"floor\"",
                12,
                5))
        .map(Case::of)
        .toList();
  }

  private static String resize(String mode, int height, int width) {
    return "Resize(%%x, _, _, %%s) {%s}%s | const %%s: int64[4] = [2, 4, %d, %d]"
        .formatted(mode, IMAGE, height, width);
  }

  static List<Case> elements() {
    List<Case> all = new ArrayList<>();
    for (String name :
        List.of(
            "Abs",
            "Atan",
            "Cos",
            "Cosh",
            "Erf",
            "Exp",
            "HardSwish",
            "Mish",
            "Neg",
            "Relu",
            "Sigmoid",
            "Sin",
            "Sinh",
            "Softplus",
            "Tan",
            "Tanh",
            "HardSigmoid",
            "Gelu",
            "LeakyRelu",
            "Elu",
            "Identity",
            "Dropout")) {
      all.add(new Case(name + "(%x) | x 3,5", -1.4, 1.4));
    }
    for (String name : List.of("Acos", "Asin", "Reciprocal", "Log", "Sqrt")) {
      all.add(new Case(name + "(%x) | x 3,5", 0.2, 0.9));
    }
    all.add(Case.of("Gelu(%x) {approximate=\"tanh\"} | x 3,5"));
    for (String name : List.of("Add", "Sub", "Mul", "Min", "Max")) {
      all.add(Case.of(name + "(%x, %y) | x 2,3,4 | y 3,1"));
    }
    all.add(new Case("Div(%x, %y) | x 2,3,4 | y 3,1", 0.5, 2));
    all.add(new Case("Pow(%x, %y) | x 2,3,4 | y 3,1", 0.5, 2));
    all.add(Case.of("PRelu(%x, %s) | x 2,3,4 | s 3,1"));
    all.add(
        Case.of(
            "Clip(%x, %l, %h) | x 3,5 | const %l: float[] = [-0.5] | const %h: float[] = [1.25]"));
    return all;
  }

  static List<Case> layouts() {
    return Stream.of(
            "Reshape(%x, %s) | x 2,3,4 | const %s: int64[2] = [6, -1]",
            "Flatten(%x) {axis=1} | x 2,3,4",
            "Transpose(%x) {perm=[2, 0, 1]} | x 2,3,4",
            "Transpose(%x) | x 2,3,4",
            "Expand(%x, %s) | x 3,1 | const %s: int64[3] = [2, 3, 4]",
            "Tile(%x, %s) | x 3,2 | const %s: int64[2] = [2, 3]",
            "Concat(%x, %y) {axis=1} | x 2,3,4 | y 2,5,4",
            "Slice(%x, %a, %b, %c, %d) | x 5,7 | const %a: int64[2] = [1, -1]"
                + " | const %b: int64[2] = [9, -7] | const %c: int64[2] = [0, 1]"
                + " | const %d: int64[2] = [2, -2]",
            "Slice(%x, %a, %b, %c, %d) | x 5,7 | const %a: int64[1] = [-2]"
                + " | const %b: int64[1] = [-100] | const %c: int64[1] = [1]"
                + " | const %d: int64[1] = [-1]",
            "Gather(%x, %i) {axis=1} | x 2,5,3 | const %i: int64[2] = [-1, 2]",
            "Pad(%x, %p, %v) | x 2,3,4 | const %p: int64[6] = [0, 1, 2, 0, -1, 1]"
                + " | const %v: float[] = [0.5]",
            "Pad(%x, %p) {mode=\"reflect\"}"
                + IMAGE
                + " | const %p: int64[8] = [0, 0, 2, 1, 0, 0, 1, 3]",
            "Pad(%x, %p) {mode=\"edge\"}"
                + IMAGE
                + " | const %p: int64[8] = [0, 0, 2, 1, 0, 0, 1, 3]",
            "SpaceToDepth(%x) {blocksize=2} | x 2,3,4,6",
            "DepthToSpace(%x) {blocksize=2} | x 2,12,2,3",
            "DepthToSpace(%x) {blocksize=2, mode=\"CRD\"} | x 2,12,2,3")
        .map(Case::of)
        .toList();
  }

  static List<Case> sums() {
    return Stream.of(
            "MatMul(%x, %y) | x 2,3,4 | y 4,5",
            "Gemm(%x, %y, %c) {transB=1} | x 3,4 | y 5,4 | c 5",
            "Gemm(%x, %y, %c) {transA=1, alpha=0.5, beta=2.0} | x 4,3 | y 4,5 | c 3,1",
            "Einsum(%x, %y) {equation=\"bij,bjk->bik\"} | x 2,3,4 | y 2,4,5",
            "ReduceMean(%x, %a) {keepdims=1} | x 2,3,4 | const %a: int64[2] = [0, -1]",
            "ReduceSum(%x, %a) {keepdims=0} | x 2,3,4 | const %a: int64[1] = [1]",
            "ReduceMax(%x) {keepdims=0} | x 2,3,4",
            "ReduceMin(%x, %a) {keepdims=1} | x 2,3,4 | const %a: int64[1] = [2]",
            "ReduceL1(%x, %a) {keepdims=1} | x 2,3,4 | const %a: int64[1] = [2]",
            "ReduceL2(%x, %a) {keepdims=1} | x 2,3,4 | const %a: int64[1] = [2]",
            "ReduceSumSquare(%x, %a) {keepdims=1} | x 2,3,4 | const %a: int64[1] = [2]",
            "ReduceLogSumExp(%x, %a) {keepdims=1} | x 2,3,4 | const %a: int64[1] = [2]",
            "Softmax(%x) {axis=1} | x 2,3,4",
            "LogSoftmax(%x) {axis=-1} | x 2,3,4",
            "GroupNormalization(%x, %s, %b) {num_groups=2} | x 2,4,3,3 | s 4 | b 4",
            "InstanceNormalization(%x, %s, %b) | x 2,4,3,3 | s 4 | b 4",
            "LayerNormalization(%x, %s, %b) {axis=-1} | x 2,4,5 | s 5 | b 5")
        .map(Case::of)
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"windows", "elements", "layouts", "sums"})
  void computesAndDifferentiatesAsTheInterpreter(Case operator) {
    ScriptCase script = new ScriptCase(operator.graph(), 1, operator.low(), operator.high());
    double[] expected = script.interpreted("z");
    double scale = ScriptCase.largest(expected);
    assertThat(requireNonNull(script.run().get("z")).doubles())
        .containsExactly(expected, within(4e-6 * scale));

    double[] weights = new Random(2).doubles(expected.length, 0.5, 1.5).toArray();
    Map<String, double[]> gradients = script.gradients(weights);
    Random random = new Random(3);
    for (Map.Entry<String, double[]> entry : gradients.entrySet()) {
      double[] gradient = entry.getValue();
      double largest = Math.max(1e-3, ScriptCase.largest(gradient));
      for (int trial = 0; trial < 12; trial++) {
        int element = random.nextInt(gradient.length);
        assertThat(gradient[element])
            .as("d/d%s[%d]", entry.getKey(), element)
            .isCloseTo(script.difference(entry.getKey(), element, weights), within(2e-4 * largest));
      }
    }
  }

  static List<Case> withoutGradient() {
    return Stream.of(
            "ArgMax(%x) {axis=1, keepdims=0} | x 2,5,3",
            "ArgMin(%x) {axis=-1, keepdims=1} | x 2,5,3",
            "Greater(%x, %y) | x 2,3 | y 3",
            "Equal(%x, %x) | x 2,3",
            "Cast(%x) {to=7} | x 2,3",
            "Floor(%x) | x 2,3",
            "Ceil(%x) | x 2,3",
            "Round(%x) | x 2,3",
            "Sign(%x) | x 2,3")
        .map(Case::of)
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutGradient")
  void computesAsTheInterpreter(Case operator) {
    ScriptCase script = new ScriptCase(operator.graph(), 1, operator.low(), operator.high());
    assertThat(requireNonNull(script.run().get("z")).doubles())
        .containsExactly(script.interpreted("z"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "CumSum(%x, %a) | x 2,3 | const %a: int64[] = [0]",
        "AveragePool(%x) {kernel_shape=[3, 3], pads=[2, 1, 0, 1]} | x 1,1,6,7",
        "Resize(%x, _, %s) {mode=\"linear\"} | x 1,1,6,7 | const %s: float[4] = [1.0, 1.0, 1.1, 1.0]"
      })
  void refusesWhatLibtorchDoesOtherwise(String text) {
    ScriptCase script = new ScriptCase(Case.of(text).graph(), 1, -1, 1);
    assertThatThrownBy(script::run)
        .isInstanceOfSatisfying(
            RepconvException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_OPERATOR))
        .hasMessageContaining("expected an operator that repconv can run in libtorch");
  }
}
