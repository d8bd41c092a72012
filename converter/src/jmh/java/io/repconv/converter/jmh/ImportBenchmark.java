package io.repconv.converter.jmh;

import io.repconv.converter.onnx.GraphFromOnnx;
import io.repconv.converter.torchscript.GraphFromTorchScript;
import io.repconv.graph.Graph;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A file of fixtures/models to the graph that it holds; weights stay where they are mapped. */
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ImportBenchmark {
  private static final Path MODELS =
      Path.of(Objects.requireNonNull(System.getProperty("repconv.fixtures")), "models");

  /** A network as TorchScript. */
  @State(Scope.Benchmark)
  public static class TorchScript {
    @Param({
      "repvgg-a0-eighth.pt",
      "residual-dbb.traced.pt",
      "mobileone.scripted.pt",
      "deeplab.scripted.pt"
    })
    String model = "";
  }

  /** A network as ONNX. */
  @State(Scope.Benchmark)
  public static class Onnx {
    @Param({
      "repvgg.onnx13.onnx",
      "residual-dbb.onnx13-bn.onnx",
      "mobileone.onnx9-bn.onnx",
      "deeplab.onnx13-bn-static.onnx"
    })
    String model = "";
  }

  @Benchmark
  public Graph torchScript(TorchScript state) {
    return GraphFromTorchScript.read(MODELS.resolve(state.model), List.of()).graph();
  }

  @Benchmark
  public Graph onnx(Onnx state) {
    return GraphFromOnnx.read(MODELS.resolve(state.model)).graph();
  }
}
