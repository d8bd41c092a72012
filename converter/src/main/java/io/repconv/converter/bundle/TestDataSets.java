package io.repconv.converter.bundle;

import io.repconv.converter.Export;
import io.repconv.converter.Model;
import io.repconv.converter.file.StagedFiles;
import io.repconv.converter.onnx.TensorFile;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import io.repconv.graph.interpret.Interpreter;
import io.repconv.graph.interpret.MultiplyAdds;
import io.repconv.runtime.check.CheckPolicy;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.Comparison;
import io.repconv.runtime.check.Sample;
import io.repconv.runtime.check.SampleInput;
import io.repconv.runtime.check.SampleSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Inputs with the outputs that belong to them, in the layout of ONNX's own tests: {@code
 * test_data_set_0/input_0.pb}, {@code output_0.pb}, by the positions of inputs and outputs. The
 * outputs are those of the network as it was read, unfolded, computed in float64 and rounded once.
 */
final class TestDataSets {
  private static final int MOST_SIZES = 2;

  /** No further set is made where it takes more multiply-adds. */
  private static final double AFFORDABLE = 1e10;

  private final Graph network;
  private final List<Sample> checked;
  private final List<Map<String, Long>> sizes;

  /** The sizes are those of the check, or those that it would try. */
  TestDataSets(Export export, CheckPolicy policy) {
    Model model = export.folded().model();
    this.network = model.reference();
    this.checked = export.check().map(CheckReport::samples).orElse(List.of());
    this.sizes =
        checked.isEmpty()
            ? new SampleSizes(network, policy.bound()).candidates(List.of())
            : checked.stream().map(Sample::sizes).distinct().toList();
    for (Node node : network.nodes()) {
      if (!node.op().isModelled()) {
        throw RepconvException.of(ErrorCode.NOT_VERIFIED)
            .at(node.described())
            .observed("it is not modelled, so there is no reference for the bundle's test data")
            .fix("Export without --bundle.")
            .build();
      }
    }
  }

  /**
   * Writes the sets.
   *
   * @return the shapes of the first set's inputs, in their order
   */
  List<Tensor> write(Path folder) {
    List<Tensor> first = new ArrayList<>();
    int count = 0;
    for (Map<String, Long> chosen : sizes.subList(0, Math.min(MOST_SIZES, sizes.size()))) {
      for (SampleInput input : List.of(SampleInput.NOISE_1, SampleInput.CONSTANT)) {
        boolean further = count > 0;
        if (!counts(chosen, input) || (further && MultiplyAdds.of(network, chosen) > AFFORDABLE)) {
          continue;
        }
        Map<String, Tensor> x = input.tensors(network, chosen);
        write(folder.resolve(BundleFiles.DATA_SET + count), x);
        if (count == 0) {
          network.inputs().forEach(v -> first.add(Objects.requireNonNull(x.get(v.name()))));
        }
        count++;
      }
    }
    return first;
  }

  /** Whether the check took the sample for one that tells something of the model. */
  private boolean counts(Map<String, Long> chosen, SampleInput input) {
    return checked.stream()
        .filter(sample -> sample.sizes().equals(chosen))
        .filter(sample -> sample.input().equals(input.toString()))
        .flatMap(sample -> sample.comparisons().stream())
        .allMatch(Comparison::counted);
  }

  private void write(Path set, Map<String, Tensor> x) {
    try {
      Files.createDirectory(set);
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(set, "the folder cannot be made", e);
    }
    write(set, BundleFiles.INPUT, network.inputs(), x);
    write(set, BundleFiles.OUTPUT, network.outputs(), Interpreter.run(network, x));
  }

  private static void write(
      Path set, String prefix, List<Value> values, Map<String, Tensor> tensors) {
    for (int i = 0; i < values.size(); i++) {
      String name = values.get(i).name();
      Tensor tensor = Objects.requireNonNull(tensors.get(name), name);
      new TensorFile(name, tensor).write(set.resolve(prefix + i + ".pb"));
    }
  }
}
