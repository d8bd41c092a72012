package io.repconv.converter;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.runtime.Device;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Holds a file with a head to be the file without it, and the head after it: exactly for an argmax,
 * within a few roundings for a softmax.
 */
final class HeadCheck {
  private static final double TOLERANCE = 1e-6;
  private static final long SEED = 1;

  private final Folded folded;
  private final Path headless;
  private final Path file;
  private final Device device;

  HeadCheck(Folded folded, Path headless, Path file, Device device) {
    this.folded = folded;
    this.headless = headless;
    this.file = file;
    this.device = device;
  }

  /** The report, with a failure where the head does not compute what it should. */
  CheckReport addTo(CheckReport report) {
    Map<String, Long> sizes = report.samples().get(0).sizes();
    Map<String, Tensor> inputs = noise(sizes);
    // Not optimised: both have to round alike.
    OrtOptions options = OrtOptions.PLAIN.on(device);
    try (RunnableModel body = OrtModel.open(headless, options);
        RunnableModel whole = OrtModel.open(file, options)) {
      Tensor channels = first(body.run(inputs));
      Tensor expected =
          Deployment.operator(folded.model().head().orElseThrow())
              .evaluate(List.of(channels))
              .get(0);
      double error = error(expected, first(whole.run(inputs)));
      List<String> notes = new ArrayList<>(report.notes());
      notes.add("The head was compared on one sample.");
      return report.withNotes(notes).withFailure(error <= TOLERANCE ? null : disagreement(error));
    }
  }

  private static RepconvException disagreement(double error) {
    return RepconvException.of(ErrorCode.NOT_EQUIVALENT)
        .at("--head")
        .observed("its output is off by %.2e".formatted(error))
        .expected("at most %.0e".formatted(TOLERANCE))
        .fix("Please report it with the model.")
        .build();
  }

  private static Tensor first(Map<String, Tensor> outputs) {
    return outputs.values().iterator().next();
  }

  private static double error(Tensor expected, Tensor actual) {
    if (!expected.shape().equals(actual.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    double[] e = expected.doubles();
    double[] a = actual.doubles();
    double most = 0;
    for (int i = 0; i < e.length; i++) {
      double d = Math.abs(e[i] - a[i]);
      most = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(most, d);
    }
    return most;
  }

  private Map<String, Tensor> noise(Map<String, Long> sizes) {
    Graph graph = folded.result().graph();
    Random random = new Random(SEED);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      Shape shape = input.shape().bind(sizes);
      int count = Math.toIntExact(shape.elements().value());
      Tensor exact =
          input.element().isFloating()
              ? Tensor.of(input.element(), shape.sizes(), random.doubles(count, -1, 1).toArray())
              : Tensor.of(input.element(), shape.sizes(), random.longs(count, 0, 2).toArray());
      tensors.put(input.name(), Tensor.stored(input.element(), shape.sizes(), exact.bytes()));
    }
    return tensors;
  }
}
