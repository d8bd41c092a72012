package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import io.repconv.converter.onnx.OperatorTable.Operator;
import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Opaque;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Operators that are carried as the file has them. */
final class OpaqueNodes {
  private static final Value.Type UNKNOWN = new Value.Type(ElementType.OTHER, Shape.UNRANKED);

  private OpaqueNodes() {}

  /**
   * The operator of a node that is not modelled.
   *
   * @param opset of the node's domain
   * @param inputs what the node reads, without what its subgraphs capture
   */
  static Opaque of(
      NodeProto node,
      String domain,
      int opset,
      Attributes attributes,
      List<Value> inputs,
      int captures,
      GraphAssembly graph) {
    List<Value.Type> types = new ArrayList<>();
    for (String output : node.getOutputList()) {
      Value.Type declared = graph.declaredType(output);
      types.add(declared != null ? declared : inferred(node, domain, inputs));
    }
    return new Opaque(domain, node.getOpType(), opset, attributes, List.copyOf(types), captures);
  }

  /** Shapes pass through quantisation, so that the rest of such a graph has them. */
  private static Value.Type inferred(NodeProto node, String domain, List<Value> inputs) {
    if (!domain.isEmpty() || inputs.size() < 2) {
      return UNKNOWN;
    }
    return switch (node.getOpType()) {
      case "DequantizeLinear" -> new Value.Type(inputs.get(1).element(), inputs.get(0).shape());
      case "QuantizeLinear" ->
          new Value.Type(
              inputs.size() > 2 && !inputs.get(2).isAbsent()
                  ? inputs.get(2).element()
                  : ElementType.UINT8,
              inputs.get(0).shape());
      default -> UNKNOWN;
    };
  }

  /** A constant in the sparse form. */
  static Opaque sparse(SparseTensorProto sparse, int opset) {
    AttributeProto attribute =
        AttributeProto.newBuilder()
            .setName("sparse_value")
            .setType(AttributeType.SPARSE_TENSOR)
            .setSparseTensor(sparse)
            .build();
    Value.Type type =
        new Value.Type(
            ElementType.ofCode(sparse.getValues().getDataType()),
            Shape.of(sparse.getDimsList().stream().mapToLong(Long::longValue).toArray()));
    return new Opaque(
        "",
        "Constant",
        opset,
        Attributes.NONE.with("sparse_value", new Attributes.Encoded(attribute.toByteArray())),
        List.of(type),
        0);
  }

  /**
   * Requires that every carried node of ONNX's own domain, those in subgraphs too, means in an
   * opset what it means in the one it was read from.
   *
   * @throws RepconvException UNSUPPORTED_OPSET, naming the node and the opsets it can be written
   *     for
   */
  static void requireMeaning(Graph graph, OnnxOptions options) {
    int opset = options.opset();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Opaque opaque) {
        if (opaque.domain().isEmpty()) {
          requireMeaning(node.described(), opaque.name(), opaque.opset(), opset);
        }
        int from = opaque.domain().isEmpty() ? opaque.opset() : options.source().opset();
        Subgraphs.forEachNode(
            NodeWriter.bodies(node),
            inner -> {
              if (OnnxHeader.isDefaultDomain(inner.getDomain())) {
                String place = node.described() + ", " + NodeOrder.described(inner);
                requireMeaning(place, inner.getOpType(), from, opset);
              }
            });
      }
    }
  }

  private static void requireMeaning(String place, String op, int from, int to) {
    Operator operator = OperatorTable.find(op).orElseThrow();
    if (!operator.keepsMeaning(from, to)) {
      List<Integer> usable = operator.usableOpsets(from, OnnxOptions.LOWEST_OPSET);
      throw RepconvException.of(ErrorCode.UNSUPPORTED_OPSET)
          .at(place)
          .observed(
              "%s of opset %d is carried unchanged and means something else in opset %d"
                  .formatted(op, from, to))
          .expected(
              usable.isEmpty()
                  ? "a model of opset %d or later".formatted(OnnxOptions.LOWEST_OPSET)
                  : "one of the opsets " + usable)
          .fix(
              usable.isEmpty()
                  ? "Convert the model with onnx.version_converter first."
                  : "Ask for one with --opset.")
          .build();
    }
  }
}
