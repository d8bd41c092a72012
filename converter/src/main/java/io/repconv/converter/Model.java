package io.repconv.converter;

import io.repconv.converter.input.InputShape;
import io.repconv.converter.onnx.GraphFromOnnx;
import io.repconv.converter.onnx.OnnxHeader;
import io.repconv.converter.onnx.OnnxModel;
import io.repconv.converter.pt2.GraphFromExportedProgram;
import io.repconv.converter.torchscript.GraphFromTorchScript;
import io.repconv.converter.torchscript.ImportedModel;
import io.repconv.converter.torchscript.OtherFiles;
import io.repconv.converter.torchscript.archive.FileRecognition;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.fold.FoldResult;
import io.repconv.graph.fold.RegionFolding;
import io.repconv.graph.pass.Simplify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A model that was read from a file.
 *
 * <pre>
 * Model model = Model.read(Path.of("model.pt"), ReadOptions.DEFAULT.withInput("Nx3xHxW"));
 * Export export = model.fold().export(Path.of("model.onnx"));
 * </pre>
 */
public final class Model {
  private final Path path;
  private final ModelFormat format;
  private final long bytes;
  private final Graph imported;
  private final Graph graph;
  private final Optional<Head> head;
  private final OnnxHeader header;
  private final List<String> notices;
  private final Consumer<Graph> deployable;

  private Model(
      Path path,
      ModelFormat format,
      Graph imported,
      ReadOptions options,
      OnnxHeader header,
      List<String> notices,
      Consumer<Graph> deployable) {
    this.path = path;
    this.format = format;
    this.bytes = size(path);
    this.imported = imported;
    this.graph = Deployment.keep(imported, options.outputs());
    this.head = options.head();
    this.header = header;
    this.notices = List.copyOf(notices);
    this.deployable = deployable;
  }

  /** Reads a model with the shapes that its file tells. */
  public static Model read(Path path) {
    return read(path, ReadOptions.DEFAULT);
  }

  /**
   * Reads a model.
   *
   * @throws RepconvException where the file cannot be read, is not supported, or does not go with
   *     the options
   */
  public static Model read(Path path, ReadOptions options) {
    if (options.architecture().isPresent()) {
      throw noArchitecture(path, options.architecture().get());
    }
    ModelFormat format = ModelFormat.of(path);
    if (format == ModelFormat.ONNX) {
      OnnxModel model = GraphFromOnnx.read(path, byName(options.inputs()));
      return new Model(
          path, format, model.graph(), options, model.header(), List.of(), graph -> {});
    }
    ImportedModel model =
        format == ModelFormat.PT2
            ? GraphFromExportedProgram.read(path, options.inputs())
            : GraphFromTorchScript.read(path, options.inputs());
    return new Model(
        path, format, model.graph(), options, OnnxHeader.NONE, model.notices(), model::requireFree);
  }

  /** What a checkpoint's pickles name is looked at first: code in them is the greater trouble. */
  private static RepconvException noArchitecture(Path path, String architecture) {
    OtherFiles.checkPickles(path, FileRecognition.recognise(path));
    return RepconvException.of(ErrorCode.OTHER_FORMAT)
        .at("--arch " + architecture)
        .observed("no architecture of this name is built in")
        .expected("a model whose file holds its network")
        .fix("Save a trace of the model: torch.jit.trace(model.eval(), x).save(path).")
        .build();
  }

  private static Map<String, Shape> byName(List<InputShape> inputs) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (InputShape input : inputs) {
      if (shapes.put(input.name(), input.shape()) != null) {
        throw RepconvException.of(ErrorCode.UNKNOWN_INPUT)
            .at("--input " + input)
            .observed("a second shape for the same input")
            .expected("one for each, with its name: --input NAME=SHAPE")
            .build();
      }
    }
    return shapes;
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      return 0;
    }
  }

  public Path path() {
    return path;
  }

  public ModelFormat format() {
    return format;
  }

  /** The size of the file. */
  public long bytes() {
    return bytes;
  }

  /** The network as the file has it, with all its outputs. */
  Graph imported() {
    return imported;
  }

  /** The network as it was read, with the outputs that were asked for. */
  public Graph graph() {
    return graph;
  }

  /** What will be appended to the first output. */
  public Optional<Head> head() {
    return head;
  }

  /** What an ONNX file says beside its graph, {@link OnnxHeader#NONE} of others. */
  OnnxHeader header() {
    return header;
  }

  /** What a reader decided that its user should know, a sentence each. */
  public List<String> notices() {
    return notices;
  }

  /**
   * Folds every linear region that is cheaper as one convolution.
   *
   * @throws RepconvException FIXED_SIZE where the result depends on a size that a trace fixed
   */
  public Folded fold() {
    Graph simplified = Simplify.apply(graph);
    FoldResult result = RegionFolding.fold(simplified);
    return folded(
        simplified,
        new FoldResult(Simplify.apply(result.graph()), result.folds(), result.refusals()));
  }

  /** The network simplified, with nothing folded; as {@link #fold}. */
  public Folded unfolded() {
    Graph simplified = Simplify.apply(graph);
    return folded(simplified, new FoldResult(simplified, List.of(), List.of()));
  }

  private Folded folded(Graph simplified, FoldResult result) {
    deployable.accept(result.graph());
    return new Folded(this, simplified, result);
  }
}
