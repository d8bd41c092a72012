package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.repconv.converter.onnx.lower.LoweredNode;
import io.repconv.converter.onnx.lower.Lowerings;
import io.repconv.graph.Attributes;
import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Opaque;
import io.repconv.graph.Uses;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes the nodes of one graph in the form of one opset. */
final class NodeWriter {
  private final int opset;
  private final Uses uses;
  private final ValueNames names;
  private final Set<Value> constantsRead = new LinkedHashSet<>();
  private final Set<String> domains = new TreeSet<>();

  NodeWriter(Graph graph, int opset) {
    this.opset = opset;
    this.uses = new Uses(graph);
    Set<String> inner = new HashSet<>();
    graph.nodes().forEach(node -> inner.addAll(Subgraphs.allDefined(bodies(node))));
    this.names = new ValueNames(graph, inner);
  }

  ValueNames names() {
    return names;
  }

  /** The constants that the nodes written so far read, in the order of their first reading. */
  Set<Value> constantsRead() {
    return constantsRead;
  }

  /** The domains of the nodes written so far, beside ONNX's own. */
  Set<String> domains() {
    return domains;
  }

  /**
   * The node in protobuf form.
   *
   * @throws io.repconv.graph.RepconvException OPSET_TOO_LOW where the opset has no form for it
   */
  NodeProto write(Node node) {
    NodeProto.Builder proto = NodeProto.newBuilder();
    if (!node.name().isEmpty()) {
      proto.setName(node.name());
    }
    if (node.op() instanceof Opaque opaque) {
      writeOpaque(node, opaque, proto);
    } else {
      OpsetForm.require(node, opset);
      LoweredNode lowered = Lowerings.apply(node, opset);
      proto.setOpType(lowered.op());
      addInputs(lowered.inputs(), proto);
      addAttributes(lowered.attributes(), proto);
    }
    addOutputs(node, proto);
    return proto.build();
  }

  private void writeOpaque(Node node, Opaque opaque, NodeProto.Builder proto) {
    if (!opaque.domain().isEmpty()) {
      proto.setDomain(opaque.domain());
      domains.add(opaque.domain());
    }
    proto.setOpType(opaque.name());
    int given = node.inputs().size() - opaque.captures();
    addInputs(node.inputs().subList(0, given), proto);
    List<Value> captured = node.inputs().subList(given, node.inputs().size());
    captured.stream().filter(Value::isConstant).forEach(constantsRead::add);
    Map<String, String> renamed = renamedCaptures(bodies(node), captured);
    for (AttributeProto attribute : attributes(opaque.attributes())) {
      proto.addAttribute(
          renamed.isEmpty()
              ? attribute
              : Subgraphs.rename(attribute, name -> renamed.getOrDefault(name, name)));
    }
  }

  /** Which of the names that subgraphs capture stand for values that have another name now. */
  private Map<String, String> renamedCaptures(List<GraphProto> bodies, List<Value> captured) {
    Map<String, String> renamed = new HashMap<>();
    int next = 0;
    for (String name : Subgraphs.captures(bodies)) {
      String now = names.of(captured.get(next++));
      if (!now.equals(name)) {
        renamed.put(name, now);
      }
    }
    return renamed;
  }

  private void addInputs(List<Value> inputs, NodeProto.Builder proto) {
    for (Value input : inputs) {
      if (input.isConstant()) {
        constantsRead.add(input);
      }
      proto.addInput(names.of(input));
    }
  }

  private void addOutputs(Node node, NodeProto.Builder proto) {
    List<String> outputs = new ArrayList<>();
    for (Value output : node.outputs()) {
      outputs.add(isLeftOut(node, output) ? "" : names.of(output));
    }
    while (outputs.size() > 1 && outputs.get(outputs.size() - 1).isEmpty()) {
      outputs.remove(outputs.size() - 1);
    }
    proto.addAllOutput(outputs);
  }

  /** Whether the file left the output out: the builder had to make up a name for it. */
  private boolean isLeftOut(Node node, Value output) {
    return uses.count(output) == 0
        && output.name().startsWith(node.op().name() + "_unused")
        && (node.op().isModelled() || output.element() == ElementType.OTHER);
  }

  private static void addAttributes(Attributes attributes, NodeProto.Builder proto) {
    proto.addAllAttribute(attributes(attributes));
  }

  private static List<AttributeProto> attributes(Attributes attributes) {
    return attributes.asMap().entrySet().stream()
        .map(entry -> AttributeProtos.write(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** The subgraphs among a node's attributes. */
  static List<GraphProto> bodies(Node node) {
    List<GraphProto> bodies = new ArrayList<>();
    if (node.op() instanceof Opaque opaque) {
      for (Attributes.Attribute attribute : opaque.attributes().asMap().values()) {
        if (attribute instanceof Attributes.Encoded encoded) {
          bodies.addAll(Subgraphs.of(AttributeProtos.decode(encoded)));
        }
      }
    }
    return bodies;
  }
}
