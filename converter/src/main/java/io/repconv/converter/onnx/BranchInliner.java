package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Takes the branch of an If out of its subgraph, where the condition is known. */
final class BranchInliner {
  private BranchInliner() {}

  /** The branch of an If that is taken. */
  static GraphProto branch(NodeProto node, boolean condition) {
    String name = condition ? "then_branch" : "else_branch";
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.getName().equals(name) && attribute.hasG()) {
        return attribute.getG();
      }
    }
    throw new IllegalArgumentException("no attribute '" + name + "'");
  }

  /**
   * The nodes that compute the outputs of the If.
   *
   * @param fresh makes a name that nothing else has
   */
  static List<NodeProto> nodes(NodeProto node, GraphProto branch, UnaryOperator<String> fresh) {
    if (branch.getInputCount() > 0 || branch.getOutputCount() < node.getOutputCount()) {
      throw new IllegalArgumentException(
          "a branch with %d inputs and %d outputs for %d outputs"
              .formatted(branch.getInputCount(), branch.getOutputCount(), node.getOutputCount()));
    }
    if (branch.getSparseInitializerCount() > 0) {
      throw new IllegalArgumentException("a branch with sparse initializers");
    }
    String scope = (node.getName().isEmpty() ? node.getOutput(0) : node.getName()) + "/";
    Map<String, String> names = new HashMap<>();
    for (String inner : Subgraphs.allDefined(List.of(branch))) {
      names.put(inner, inner.isEmpty() ? inner : fresh.apply(scope + inner));
    }
    List<NodeProto> nodes = new ArrayList<>();
    for (TensorProto initializer : branch.getInitializerList()) {
      nodes.add(constant(initializer, names));
    }
    for (NodeProto inner : branch.getNodeList()) {
      nodes.add(Subgraphs.rename(inner, name -> names.getOrDefault(name, name)));
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      if (!node.getOutput(i).isEmpty()) {
        String inner = branch.getOutput(i).getName();
        nodes.add(identity(names.getOrDefault(inner, inner), node.getOutput(i)));
      }
    }
    return nodes;
  }

  private static NodeProto constant(TensorProto initializer, Map<String, String> names) {
    String name = names.getOrDefault(initializer.getName(), initializer.getName());
    return NodeProto.newBuilder()
        .setOpType("Constant")
        .addOutput(name)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("value")
                .setType(AttributeType.TENSOR)
                .setT(initializer))
        .build();
  }

  private static NodeProto identity(String from, String to) {
    return NodeProto.newBuilder().setOpType("Identity").addInput(from).addOutput(to).build();
  }
}
