package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces calls of the functions that a model defines by their bodies. Values and nodes inside get
 * the name of the call in front.
 */
final class FunctionInliner {
  private static final int DEEPEST = 32;
  private static final int MOST_NODES = 200_000;

  /** A node and the opset of ONNX's own domain that it was written for. */
  record Inlined(NodeProto node, int opset) {}

  private final Map<String, FunctionProto> functions = new HashMap<>();
  private final int modelOpset;
  private final Set<String> names = new HashSet<>();
  private int nodes;

  private FunctionInliner(ModelProto model, int modelOpset) {
    this.modelOpset = modelOpset;
    for (FunctionProto function : model.getFunctionsList()) {
      functions.put(
          key(function.getDomain(), function.getName(), function.getOverload()), function);
    }
  }

  private static String key(String domain, String name, String overload) {
    return domain + "/" + name + "/" + overload;
  }

  /** The nodes of the model's graph with no call left, nor one in a subgraph. */
  static List<Inlined> inline(ModelProto model, int modelOpset) {
    FunctionInliner inliner = new FunctionInliner(model, modelOpset);
    GraphProto graph = model.getGraph();
    List<Inlined> inlined = new ArrayList<>();
    if (inliner.functions.isEmpty()) {
      graph.getNodeList().forEach(node -> inlined.add(new Inlined(node, modelOpset)));
      return inlined;
    }
    graph.getNodeList().forEach(node -> inliner.names.addAll(node.getOutputList()));
    inliner.names.addAll(Subgraphs.allDefined(List.of(graph)));
    graph.getNodeList().forEach(node -> inliner.inline(node, modelOpset, 0, inlined));
    return inlined;
  }

  private void inline(NodeProto node, int opset, int depth, List<Inlined> to) {
    FunctionProto function =
        functions.get(key(node.getDomain(), node.getOpType(), node.getOverload()));
    if (function == null) {
      if (++nodes > MOST_NODES) {
        throw tooLarge(node, "more than %,d nodes".formatted(MOST_NODES));
      }
      to.add(new Inlined(withInlinedBodies(node, opset, depth), opset));
      return;
    }
    if (depth == DEEPEST) {
      throw tooLarge(node, "functions that call functions more than %d deep".formatted(DEEPEST));
    }
    int functionOpset = opset(function, opset);
    for (NodeProto inner : body(function, node)) {
      inline(inner, functionOpset, depth + 1, to);
    }
  }

  private static RepconvException tooLarge(NodeProto node, String observed) {
    return RepconvException.of(ErrorCode.TOO_LARGE)
        .at("function " + node.getOpType() + " of domain '" + node.getDomain() + "'")
        .observed("inlining the model's functions gives " + observed)
        .expected("a model that can be written without functions")
        .build();
  }

  private static int opset(FunctionProto function, int caller) {
    for (OperatorSetIdProto imported : function.getOpsetImportList()) {
      if (OnnxHeader.isDefaultDomain(imported.getDomain())) {
        return (int) imported.getVersion();
      }
    }
    return caller;
  }

  private NodeProto withInlinedBodies(NodeProto node, int opset, int depth) {
    if (Subgraphs.of(node).isEmpty()) {
      return node;
    }
    NodeProto.Builder changed = node.toBuilder();
    for (AttributeProto.Builder attribute : changed.getAttributeBuilderList()) {
      if (attribute.hasG()) {
        attribute.setG(withInlinedCalls(attribute.getG(), opset, depth));
      }
      for (int i = 0; i < attribute.getGraphsCount(); i++) {
        attribute.setGraphs(i, withInlinedCalls(attribute.getGraphs(i), opset, depth));
      }
    }
    return changed.build();
  }

  private GraphProto withInlinedCalls(GraphProto body, int opset, int depth) {
    List<Inlined> inlined = new ArrayList<>();
    body.getNodeList().forEach(node -> inline(node, opset, depth, inlined));
    GraphProto.Builder changed = body.toBuilder().clearNode();
    for (Inlined node : inlined) {
      if (node.opset() != modelOpset) {
        throw RepconvException.of(ErrorCode.UNSUPPORTED_OPSET)
            .at(node.node().getName())
            .observed(
                "a subgraph calls a function of opset %d in a model of opset %d"
                    .formatted(node.opset(), modelOpset))
            .expected("one opset")
            .build();
      }
      changed.addNode(node.node());
    }
    return changed.build();
  }

  /** The function's nodes with the call's values and attributes in place of the formal ones. */
  private List<NodeProto> body(FunctionProto function, NodeProto call) {
    String scope = scope(call);
    Map<String, String> actual = new HashMap<>();
    List<NodeProto> body = new ArrayList<>();
    for (int i = 0; i < function.getInputCount(); i++) {
      actual.put(function.getInput(i), i < call.getInputCount() ? call.getInput(i) : "");
    }
    for (int i = 0; i < function.getOutputCount() && i < call.getOutputCount(); i++) {
      String formal = function.getOutput(i);
      String wanted = call.getOutput(i);
      if (wanted.isEmpty()) {
        continue;
      }
      if (actual.containsKey(formal)) {
        body.add(
            NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(actual.get(formal))
                .addOutput(wanted)
                .build());
      } else {
        actual.put(formal, wanted);
      }
    }
    Map<String, AttributeProto> attributes = new HashMap<>();
    function.getAttributeProtoList().forEach(a -> attributes.put(a.getName(), a));
    call.getAttributeList().forEach(a -> attributes.put(a.getName(), a));
    for (NodeProto node : function.getNodeList()) {
      NodeProto.Builder bound = withAttributes(node, attributes).toBuilder();
      bound.setName(scope + node.getName());
      body.add(
          Subgraphs.rename(
              bound.build(), name -> actual.computeIfAbsent(name, n -> fresh(scope + n))));
    }
    return body;
  }

  private static String scope(NodeProto call) {
    String name =
        !call.getName().isEmpty() || call.getOutputCount() == 0
            ? call.getName()
            : call.getOutput(0);
    return name + "/";
  }

  private String fresh(String wanted) {
    String name = wanted;
    for (int number = 1; !names.add(name); number++) {
      name = wanted + "." + number;
    }
    return name;
  }

  private static NodeProto withAttributes(NodeProto node, Map<String, AttributeProto> actual) {
    NodeProto.Builder changed = node.toBuilder().clearAttribute();
    for (AttributeProto attribute : node.getAttributeList()) {
      AttributeProto bound = bind(attribute, actual);
      if (bound != null) {
        changed.addAttribute(bound);
      }
    }
    return changed.build();
  }

  /** Null where the attribute refers to one that the call leaves to its default. */
  private static @Nullable AttributeProto bind(
      AttributeProto attribute, Map<String, AttributeProto> actual) {
    if (!attribute.getRefAttrName().isEmpty()) {
      AttributeProto given = actual.get(attribute.getRefAttrName());
      return given == null ? null : given.toBuilder().setName(attribute.getName()).build();
    }
    if (Subgraphs.of(attribute).isEmpty()) {
      return attribute;
    }
    AttributeProto.Builder changed = attribute.toBuilder();
    if (attribute.hasG()) {
      changed.setG(bind(attribute.getG(), actual));
    }
    for (int i = 0; i < attribute.getGraphsCount(); i++) {
      changed.setGraphs(i, bind(attribute.getGraphs(i), actual));
    }
    return changed.build();
  }

  private static GraphProto bind(GraphProto body, Map<String, AttributeProto> actual) {
    GraphProto.Builder changed = body.toBuilder();
    for (int i = 0; i < body.getNodeCount(); i++) {
      changed.setNode(i, withAttributes(body.getNode(i), actual));
    }
    return changed.build();
  }
}
