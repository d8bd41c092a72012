package io.repconv.converter;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.Device;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.SampleInput;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Holds a file with a head to be the file without it, and the head after it: exactly for an argmax,
 * within a few roundings for a softmax.
 */
final class HeadCheck {
  private static final double TOLERANCE = 1e-6;

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
    Graph graph = folded.result().graph();
    Map<String, Tensor> x = SampleInput.NOISE_1.tensors(graph, report.samples().get(0).sizes());
    // Not optimised: both have to round alike.
    OrtOptions options = OrtOptions.PLAIN.on(device);
    try (RunnableModel body = new HeadedModel(OrtModel.open(headless, options), folded.model());
        RunnableModel whole = OrtModel.open(file, options)) {
      Map<String, Tensor> actual = whole.run(x);
      double error = 0;
      for (Map.Entry<String, Tensor> output : body.run(x).entrySet()) {
        Tensor made = Objects.requireNonNull(actual.get(output.getKey()));
        error = Math.max(error, error(output.getValue(), made));
      }
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
}
