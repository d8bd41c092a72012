package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.repconv.converter.onnx.FunctionInliner.Inlined;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads an ONNX model of opset 7 to 23 into a graph.
 *
 * <p>Weights stay in the mapped file (or the mapped files beside it) until they are used. Names of
 * nodes, inputs and outputs are kept. Nodes of older opsets are brought into the form of {@link
 * io.repconv.graph.Op#VOCABULARY}; functions that the model defines are inlined; initializers are
 * constants, also those that are listed as inputs; what is not modelled becomes {@link
 * io.repconv.graph.Opaque}.
 */
public final class GraphFromOnnx {
  private GraphFromOnnx() {}

  /** Reads a model with the input shapes it declares. */
  public static OnnxModel read(Path path) {
    return read(path, Map.of());
  }

  /**
   * Reads a model.
   *
   * @param shapes shapes that replace the declared ones, by the input's name; the empty name stands
   *     for the only input
   * @throws RepconvException FILE_NOT_FOUND, EMPTY_FILE, TRUNCATED, MALFORMED, TOO_LARGE,
   *     UNSUPPORTED_OPSET, UNSUPPORTED_OPERATOR, OUTSIDE_FOLDER, MISSING_DATA, CYCLE, DANGLING,
   *     NOT_A_NUMBER, TRAINING_MODE, UNKNOWN_INPUT, SHAPE_MISMATCH
   */
  public static OnnxModel read(Path path, Map<String, Shape> shapes) {
    ModelProto model = ModelFile.parse(path);
    int opset = opset(path, model);
    Dimensions dimensions = new Dimensions();
    dimensions.declare(model.getGraph().getInputList());
    List<Inlined> nodes = FunctionInliner.inline(model, opset);
    OperatorCheck.requireDefined(path, nodes);
    OnnxHeader header = OnnxHeader.of(model, opset, dimensions);
    try (ExternalData external = new ExternalData(path)) {
      GraphAssembly assembly =
          new GraphAssembly(path, model.getGraph(), header, dimensions, shapes, external);
      Graph graph = assembly.build(nodes);
      // Once more: symbols of carried nodes have been added.
      return new OnnxModel(graph, OnnxHeader.of(model, opset, dimensions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int opset(Path path, ModelProto model) {
    for (OperatorSetIdProto imported : model.getOpsetImportList()) {
      if (OnnxHeader.isDefaultDomain(imported.getDomain())) {
        long version = imported.getVersion();
        if (version < OperatorTable.FIRST || version > OperatorTable.LAST) {
          throw unsupported(path, "the model is written for opset " + version);
        }
        return (int) version;
      }
    }
    throw unsupported(path, "the model imports no opset of ONNX's own operators");
  }

  private static RepconvException unsupported(Path path, String observed) {
    return RepconvException.of(ErrorCode.UNSUPPORTED_OPSET)
        .at(path.toString())
        .observed(observed)
        .expected("opset %d to %d".formatted(OperatorTable.FIRST, OperatorTable.LAST))
        .fix("Export the model for one of these, or convert it with onnx.version_converter.")
        .build();
  }
}
