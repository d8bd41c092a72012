package io.repconv.converter.bundle;

import io.repconv.converter.file.TemporaryFolder;
import io.repconv.converter.onnx.TensorFile;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import io.repconv.runtime.Device;
import io.repconv.runtime.check.Agreement;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import io.repconv.runtime.ort.OrtPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What came of replaying a bundle.
 *
 * @param files how many files have the checksum they should
 * @param outputs every output of every test data set
 * @param tolerance the largest error allowed, as a part of the largest value of the output
 * @param failure what speaks against the bundle, null where nothing does
 */
public record BundleReplay(
    Path bundle,
    String runtime,
    int files,
    List<Output> outputs,
    double tolerance,
    @Nullable RepconvException failure) {

  /** One output of a test data set. */
  public record Output(String dataSet, String name, Agreement agreement) {}

  /** Whether a path is a bundle by its form: a folder, or a zip. */
  public static boolean isBundle(Path path) {
    return Files.isDirectory(path) || Bundle.isZip(path);
  }

  /**
   * Compares the checksums of a bundle, then runs its test data in ONNX Runtime.
   *
   * @param tolerance replaces the one that the bundle states
   * @throws RepconvException where it is no bundle, its checksums do not hold or it cannot be run;
   *     not where outputs differ
   */
  public static BundleReplay of(Path bundle, Device device, OptionalDouble tolerance) {
    if (!Files.exists(bundle)) {
      throw RepconvException.of(ErrorCode.FILE_NOT_FOUND)
          .at(bundle.toString())
          .observed("there is no such file or folder")
          .build();
    }
    if (Files.isDirectory(bundle)) {
      return replay(bundle, bundle, device, tolerance);
    }
    try (TemporaryFolder folder = TemporaryFolder.create("repconv-bundle")) {
      ZipFolder.unpack(bundle, folder.path());
      return replay(bundle, folder.path(), device, tolerance);
    }
  }

  private static BundleReplay replay(
      Path bundle, Path folder, Device device, OptionalDouble asked) {
    for (String name : List.of(BundleFiles.CHECKSUMS, BundleFiles.MODEL)) {
      if (!Files.isRegularFile(folder.resolve(name))) {
        throw RepconvException.of(ErrorCode.UNKNOWN_FORMAT)
            .at(bundle.toString())
            .observed("it has no " + name)
            .expected("a bundle as export --bundle writes it")
            .build();
      }
    }
    int files = Checksums.require(folder);
    Path model = folder.resolve(BundleFiles.MODEL);
    double tolerance = asked.orElseGet(() -> Provenance.tolerance(folder));
    List<Output> outputs = new ArrayList<>();
    try (OrtModel runnable = OrtModel.open(model, OrtOptions.OPTIMIZED.on(device))) {
      for (Path set : dataSets(folder)) {
        outputs.addAll(run(set, runnable, tolerance));
      }
      return new BundleReplay(
          bundle, runnable.runtime(), files, outputs, tolerance, failure(outputs));
    }
  }

  private static List<Path> dataSets(Path folder) {
    List<Path> sets = new ArrayList<>();
    while (Files.isDirectory(folder.resolve(BundleFiles.DATA_SET + sets.size()))) {
      sets.add(folder.resolve(BundleFiles.DATA_SET + sets.size()));
    }
    return sets;
  }

  private static List<Output> run(Path set, OrtModel model, double tolerance) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (OrtPort input : model.inputs()) {
      Path file = set.resolve(BundleFiles.INPUT + inputs.size() + ".pb");
      inputs.put(input.name(), TensorFile.read(file).tensor());
    }
    Map<String, Tensor> actual = model.run(inputs);
    List<Output> outputs = new ArrayList<>();
    for (OrtPort output : model.outputs()) {
      Tensor expected =
          TensorFile.read(set.resolve(BundleFiles.OUTPUT + outputs.size() + ".pb")).tensor();
      Tensor made = Objects.requireNonNull(actual.get(output.name()));
      outputs.add(
          new Output(
              String.valueOf(set.getFileName()),
              output.name(),
              Agreement.of(expected, made, tolerance)));
    }
    return outputs;
  }

  private static @Nullable RepconvException failure(List<Output> outputs) {
    if (outputs.isEmpty()) {
      return RepconvException.of(ErrorCode.NOTHING_COMPARED)
          .observed("the bundle has no test data")
          .expected("at least a folder test_data_set_0")
          .build();
    }
    for (Output output : outputs) {
      if (!output.agreement().agrees()) {
        return RepconvException.of(ErrorCode.NOT_EQUIVALENT)
            .at("%s, output '%s'".formatted(output.dataSet(), output.name()))
            .observed(output.agreement().difference())
            .expected(output.agreement().allowed())
            .why("The model does not compute here what it was handed over for.")
            .build();
      }
    }
    return null;
  }
}
