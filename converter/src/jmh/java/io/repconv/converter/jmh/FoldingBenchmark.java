package io.repconv.converter.jmh;

import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.Tensor;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.pass.Simplify;
import io.repconv.runtime.zoo.Network;
import io.repconv.runtime.zoo.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
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

/**
 * One block from its float32 weights to those of the convolution: found, proved and computed from
 * the graph by repconv, or by straight loops that know the block.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FoldingBenchmark {
  @Param FoldedBlock block = FoldedBlock.REPVGG;

  @Param({"64", "256", "512"})
  int channels;

  private Graph graph = new GraphBuilder("empty").build();
  private Map<String, Tensor> parameters = Map.of();

  /** Random weights, and both ways on them once: they have to agree. */
  @Setup
  public void fill() {
    Network network = block.network(channels);
    Random random = new Random(1);
    parameters = new HashMap<>();
    for (Parameter parameter : network.parameters()) {
      parameters.put(parameter.value().name(), random(parameter, random));
    }
    graph = Simplify.apply(network.with(parameters).deployed());
    ByteBuffer expected = straightLoops();
    ByteBuffer actual = repconv().order(ByteOrder.LITTLE_ENDIAN);
    while (expected.hasRemaining()) {
      float value = expected.getFloat();
      if (!(Math.abs(value - actual.getFloat()) <= 1e-5 * Math.max(1, Math.abs(value)))) {
        throw new IllegalStateException("the two folds of " + block + " are not one kernel");
      }
    }
  }

  private static Tensor random(Parameter parameter, Random random) {
    Tensor like = Objects.requireNonNull(parameter.value().constant());
    ByteBuffer bytes =
        ByteBuffer.allocate(like.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putFloat(0.5f + random.nextFloat());
    }
    return Tensor.stored(like.type(), like.dims(), bytes.flip());
  }

  @Benchmark
  public ByteBuffer repconv() {
    List<Fold> folds = RegionFolding.fold(graph).folds();
    return Objects.requireNonNull(folds.get(0).node().input(1).constant()).bytes();
  }

  @Benchmark
  public ByteBuffer straightLoops() {
    return StraightFold.kernel(block, parameters, channels, block.inputs(channels));
  }
}
