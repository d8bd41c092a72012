package io.repconv.converter;

import io.repconv.converter.file.TemporaryFolder;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.Processor;
import io.repconv.runtime.RunnableModel;
import io.repconv.runtime.bench.Contender;
import io.repconv.runtime.bench.InterleavedRuns;
import io.repconv.runtime.bench.SameOutputs;
import io.repconv.runtime.bench.Timings;
import io.repconv.runtime.check.Tolerances;
import io.repconv.runtime.ort.OrtModel;
import io.repconv.runtime.ort.OrtOptions;
import io.repconv.runtime.torch.TorchOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Measures the latency of models side by side on one device.
 *
 * <p>Of several models each runs as it is: TorchScript in libtorch, ONNX in ONNX Runtime with its
 * optimizer. One model alone is measured against itself folded, both in ONNX Runtime, so that the
 * ratio is what folding brings and no difference of runtimes. Nothing here runs a {@code .pt2} or a
 * checkpoint: the ONNX that it converts to stands for it.
 */
public final class Benchmark implements AutoCloseable {
  private final BenchOptions options;
  private final List<Model> models;
  private final SharedInputs inputs;
  private final TemporaryFolder folder;
  private final List<Contender> contenders = new ArrayList<>();

  /**
   * Opens the models.
   *
   * @throws RepconvException where one cannot be read or run, or they do not take the same inputs
   */
  public Benchmark(List<Path> files, BenchOptions options) {
    this.options = options;
    this.models = files.stream().map(file -> Model.read(file, options.read())).toList();
    this.inputs = new SharedInputs(models, options.bound());
    this.folder = TemporaryFolder.create("repconv-bench");
    try {
      models.forEach(this::addAsIs);
      if (models.size() == 1) {
        addFolded(models.get(0));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void addAsIs(Model model) {
    String name = name(model);
    switch (model.format()) {
      case ONNX -> add(model, name, onnx(model.path()));
      case TORCHSCRIPT -> {
        if (models.size() == 1) {
          add(model, name + ", not folded", converted(model.unfolded()));
        } else {
          add(model, name, torch(model));
        }
      }
      case PT2, TORCH_CHECKPOINT, SAFETENSORS, DJL_PARAMETERS, ARCHITECTURE ->
          add(model, name + ", not folded", converted(model.unfolded()));
    }
  }

  private void addFolded(Model model) {
    add(model, name(model) + ", folded", converted(model.fold()));
  }

  /** The file's name, with its folder where two models have the same. */
  private String name(Model model) {
    Path file = model.path().getFileName();
    long alike = models.stream().filter(m -> Objects.equals(m.path().getFileName(), file)).count();
    return String.valueOf(alike == 1 ? file : model.path());
  }

  private void add(Model model, String name, RunnableModel runnable) {
    contenders.add(new Contender(name, runnable, inputs.of(model)));
  }

  private RunnableModel converted(Folded folded) {
    Path file = folder.path().resolve(contenders.size() + ".onnx");
    folded.write(file, WriteOptions.DEFAULT);
    return onnx(file);
  }

  private RunnableModel onnx(Path file) {
    return OrtModel.open(
        file, OrtOptions.OPTIMIZED.on(options.device()).withThreads(options.threads()));
  }

  private RunnableModel torch(Model model) {
    if (options.device().cuda()) {
      throw RepconvException.of(ErrorCode.USAGE)
          .at("--device " + options.device())
          .observed(model.path() + " runs in libtorch, on the CPU alone")
          .expected("ONNX models, or one model alone")
          .build();
    }
    return Runtimes.torch(model, new TorchOptions(true, options.threads()));
  }

  /**
   * Holds the models to compute the same, then measures them.
   *
   * @throws RepconvException NOT_EQUIVALENT where an output is not that of the first model
   */
  public Bench run() {
    double tolerance =
        models.stream().map(Model::graph).mapToDouble(Tolerances::unmeasured).max().orElseThrow();
    double worstError = new SameOutputs(tolerance).require(contenders);
    Timings timings = new InterleavedRuns(contenders, options.runs()).measure();
    List<Bench.Input> fed = new ArrayList<>();
    contenders
        .get(0)
        .inputs()
        .forEach((name, tensor) -> fed.add(new Bench.Input(name, tensor.type(), tensor.shape())));
    return new Bench(
        options.device(), Processor.name(), options.threads(), fed, worstError, tolerance, timings);
  }

  @Override
  public void close() {
    contenders.forEach(contender -> contender.model().close());
    folder.close();
  }
}
