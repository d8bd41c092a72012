package io.repconv.converter;

import io.repconv.converter.checkpoint.GraphFromCheckpoint;
import io.repconv.converter.input.InputShape;
import io.repconv.converter.onnx.GraphFromOnnx;
import io.repconv.converter.onnx.OnnxHeader;
import io.repconv.converter.onnx.OnnxModel;
import io.repconv.converter.pt2.GraphFromExportedProgram;
import io.repconv.converter.torchscript.GraphFromTorchScript;
import io.repconv.converter.torchscript.ImportedModel;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a reader makes of a file, whatever its format.
 *
 * @param graph the network with all its inputs and outputs
 * @param header what an ONNX file says beside its graph, {@link OnnxHeader#NONE} of others
 * @param notices what the user should know, a sentence each
 * @param seen sizes that the original is known to take, by symbol
 * @param deployable refuses a graph made from this one that must not be deployed
 */
record Source(
    ModelFormat format,
    Graph graph,
    OnnxHeader header,
    List<String> notices,
    Map<String, Long> seen,
    Consumer<Graph> deployable) {

  static Source read(Path path, ReadOptions options) {
    ModelFormat format = ModelFormat.of(path);
    List<InputShape> inputs = options.inputs();
    if (format.holdsGraph() && options.architecture().isPresent()) {
      throw ownGraph(path, format, options.architecture().get());
    }
    return switch (format) {
      case ONNX -> {
        OnnxModel model = GraphFromOnnx.read(path, byName(inputs));
        yield new Source(
            format, model.graph(), model.header(), List.of(), Map.of(), deployed -> {});
      }
      case TORCHSCRIPT -> of(format, GraphFromTorchScript.read(path, inputs));
      case PT2 -> of(format, GraphFromExportedProgram.read(path, inputs));
      case TORCH_CHECKPOINT, SAFETENSORS, DJL_PARAMETERS, ARCHITECTURE ->
          of(
              format,
              GraphFromCheckpoint.read(
                  path, options.architecture(), inputs, wantsAuxiliary(options)));
    };
  }

  /** An architecture with the weights that training starts with. */
  static Source initial(String architecture, ReadOptions options) {
    return of(
        ModelFormat.ARCHITECTURE,
        GraphFromCheckpoint.initial(architecture, options.inputs(), wantsAuxiliary(options)));
  }

  /** Heads that only training looks at are left out unless outputs are asked for by name. */
  private static boolean wantsAuxiliary(ReadOptions options) {
    return !options.outputs().isEmpty();
  }

  private static RepconvException ownGraph(Path path, ModelFormat format, String architecture) {
    return RepconvException.of(ErrorCode.USAGE)
        .at("--arch " + architecture)
        .observed("%s is %s, which holds its own network".formatted(path, format.title()))
        .expected("a checkpoint, which holds weights alone")
        .fix("Leave --arch out.")
        .build();
  }

  private static Source of(ModelFormat format, ImportedModel model) {
    return new Source(
        format, model.graph(), OnnxHeader.NONE, model.notices(), model.seen(), model::requireFree);
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
}
