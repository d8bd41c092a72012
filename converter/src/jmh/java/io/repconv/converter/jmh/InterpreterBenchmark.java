package io.repconv.converter.jmh;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Origin;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.graph.op.Conv;
import io.repconv.graph.op.Window;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A 3x3 convolution of 32x32 positions in float64: the interpreter's, or seven straight loops. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class InterpreterBenchmark {
  private static final int SIZE = 32;
  private static final int KERNEL = 3;

  @Param({"16", "64"})
  int channels;

  @Param({"false", "true"})
  boolean depthwise;

  private Graph graph = new GraphBuilder("empty").build();
  private double[] image = {};
  private double[] weight = {};

  /** Both ways are taken once: they have to agree. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    image = random.doubles((long) channels * SIZE * SIZE).toArray();
    weight = random.doubles((long) channels * inputs() * KERNEL * KERNEL).toArray();
    GraphBuilder builder = new GraphBuilder("conv");
    Shape shape = Shape.of(1, channels, SIZE, SIZE);
    Value x = builder.input("x", ElementType.DOUBLE, shape);
    Tensor kernel =
        Tensor.of(ElementType.DOUBLE, new long[] {channels, inputs(), KERNEL, KERNEL}, weight);
    Conv conv =
        new Conv(Window.of(List.of(1, 1), List.of(1, 1), List.of(1, 1, 1, 1)), channels / inputs());
    builder.output(
        builder.add(conv, List.of(x, builder.constant("w", kernel)), Origin.UNKNOWN, "y"));
    graph = builder.build();
    double[] expected = straightLoops();
    double[] actual = Objects.requireNonNull(interpreter().get("y")).doubles();
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - actual[i]) <= 1e-9)) {
        throw new IllegalStateException("the two convolutions do not agree");
      }
    }
  }

  private int inputs() {
    return depthwise ? 1 : channels;
  }

  @Benchmark
  public Map<String, Tensor> interpreter() {
    long[] dims = {1, channels, SIZE, SIZE};
    return Interpreter.run(graph, Map.of("x", Tensor.of(ElementType.DOUBLE, dims, image)));
  }

  @Benchmark
  public double[] straightLoops() {
    int inputs = inputs();
    double[] y = new double[channels * SIZE * SIZE];
    for (int o = 0; o < channels; o++) {
      for (int c = 0; c < inputs; c++) {
        int plane = (depthwise ? o : c) * SIZE * SIZE;
        for (int u = 0; u < KERNEL; u++) {
          for (int v = 0; v < KERNEL; v++) {
            double k = weight[((o * inputs + c) * KERNEL + u) * KERNEL + v];
            for (int i = Math.max(0, 1 - u); i < Math.min(SIZE, SIZE + 1 - u); i++) {
              for (int j = Math.max(0, 1 - v); j < Math.min(SIZE, SIZE + 1 - v); j++) {
                y[(o * SIZE + i) * SIZE + j] += k * image[plane + (i + u - 1) * SIZE + j + v - 1];
              }
            }
          }
        }
      }
    }
    return y;
  }
}
