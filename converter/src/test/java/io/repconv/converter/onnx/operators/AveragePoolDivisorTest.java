package io.repconv.converter.onnx.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.graph.op.AveragePool;
import io.repconv.graph.op.Window;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Average pools of every kind at every opset: runtimes disagree about how many windows rounding up
 * counts and what a window at the border is divided by, so they are not left to decide.
 */
class AveragePoolDivisorTest {
  private static final int[] OPSETS = {13, 17, 19, 21};
  private static final int CASES = 200;

  private record Case(int seed, AveragePool pool, List<Long> dims) {
    static Case of(int seed) {
      Random random = new Random(seed);
      int axes = 1 + random.nextInt(3);
      List<Integer> kernel = new ArrayList<>();
      List<Integer> strides = new ArrayList<>();
      List<Integer> begin = new ArrayList<>();
      List<Integer> end = new ArrayList<>();
      List<Long> dims = new ArrayList<>();
      dims.add(1L + random.nextInt(2));
      dims.add(seed % 5 == 0 ? 16L : 1L + random.nextInt(2));
      boolean even = random.nextBoolean();
      for (int axis = 0; axis < axes; axis++) {
        int size = 1 + random.nextInt(4);
        kernel.add(size);
        strides.add(1 + random.nextInt(size + 1));
        begin.add(random.nextInt(size));
        end.add(even ? begin.get(axis) : random.nextInt(size));
        dims.add((long) size + random.nextInt(axes == 3 ? 4 : 7));
      }
      Window window = new Window(strides, List.of(), begin, end, Window.AutoPad.NOTSET);
      return new Case(
          seed, new AveragePool(window, kernel, seed % 4 != 0, random.nextInt(3) > 0), dims);
    }

    Graph graph(boolean open) {
      List<Dim> shape = new ArrayList<>();
      for (int i = 0; i < dims.size(); i++) {
        shape.add(open && i != 1 ? Dim.symbol("D" + i) : Dim.of(dims.get(i)));
      }
      GraphBuilder builder = new GraphBuilder("pool");
      Value x = builder.input("x", ElementType.FLOAT, Shape.of(shape));
      builder
          .addAll(pool, List.of(x), Origin.UNKNOWN, "pool", List.of("y"))
          .forEach(builder::output);
      return builder.build();
    }

    @Override
    public String toString() {
      return "seed " + seed + ": " + pool.attributes() + " of " + dims;
    }
  }

  static Stream<Case> cases() {
    return IntStream.range(0, CASES).mapToObj(Case::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isTheSameAtEveryOpsetAndSize(Case given) throws Exception {
    Map<String, Tensor> inputs =
        Map.of("x", OperatorCase.normal(given.dims().stream().mapToLong(d -> d).toArray()));
    Tensor expected = Interpreter.run(given.graph(false), inputs).get("y");
    for (boolean open : new boolean[] {false, true}) {
      for (int opset : OPSETS) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OnnxFromGraph.write(given.graph(open), OnnxOptions.DEFAULT.withOpset(opset), bytes);
        for (OrtOptions options : List.of(OrtOptions.PLAIN, OrtOptions.OPTIMIZED)) {
          try (OrtModel model =
              OrtModel.open("pool", bytes.toByteArray(), options.withThreads(1))) {
            Tensor actual = model.run(inputs).get("y");
            String where =
                "opset %d, open sizes %b, optimized %b".formatted(opset, open, options.optimized());
            assertThat(actual.shape()).as(where).isEqualTo(expected.shape());
            assertThat(actual.doubles())
                .as(where)
                .containsExactly(expected.doubles(), within(2e-6));
          }
        }
      }
    }
  }
}
