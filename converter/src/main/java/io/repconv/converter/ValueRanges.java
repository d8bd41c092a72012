package io.repconv.converter;

import io.repconv.converter.file.TemporaryFolder;
import io.repconv.converter.onnx.OnnxFromGraph;
import io.repconv.converter.onnx.OnnxOptions;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.precision.MagnitudeProbe;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.check.CheckPolicy;
import io.repconv.runtime.check.Magnitudes;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** How large the float32 values of a network get on the samples of a check. */
final class ValueRanges {
  private ValueRanges() {}

  /**
   * The largest magnitude of each value, by name.
   *
   * @throws RepconvException where ONNX Runtime cannot run the network
   */
  static Map<String, Double> of(Graph network, OnnxOptions options, CheckPolicy policy) {
    MagnitudeProbe probe = MagnitudeProbe.of(network);
    try (TemporaryFolder folder = TemporaryFolder.create("repconv-ranges")) {
      Path file = folder.path().resolve("probe.onnx");
      OnnxFromGraph.write(probe.graph(), options, file);
      try (RunnableModel model = OrtModel.open(file, OrtOptions.PLAIN)) {
        Map<String, Double> ranges = new TreeMap<>();
        Magnitudes.measure(network, model, policy)
            .forEach((output, most) -> ranges.put(probe.valueOf(output), most));
        return ranges;
      }
    }
  }
}
