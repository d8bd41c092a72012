package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The bodies of If, Loop and Scan: graphs among a node's attributes that read outer values by name.
 */
final class Subgraphs {
  private Subgraphs() {}

  static List<GraphProto> of(NodeProto node) {
    List<GraphProto> graphs = new ArrayList<>();
    node.getAttributeList().forEach(attribute -> graphs.addAll(of(attribute)));
    return graphs;
  }

  static List<GraphProto> of(AttributeProto attribute) {
    List<GraphProto> graphs = new ArrayList<>(attribute.getGraphsList());
    if (attribute.hasG()) {
      graphs.add(attribute.getG());
    }
    return graphs;
  }

  /** The outer values that the bodies of a node read, by name, whatever the bodies' order. */
  static SortedSet<String> captures(List<GraphProto> bodies) {
    SortedSet<String> captured = new TreeSet<>();
    bodies.forEach(body -> captured.addAll(captures(body)));
    return captured;
  }

  private static Set<String> captures(GraphProto body) {
    Set<String> read = new HashSet<>();
    for (NodeProto node : body.getNodeList()) {
      read.addAll(node.getInputList());
      read.addAll(captures(of(node)));
    }
    body.getOutputList().forEach(output -> read.add(output.getName()));
    read.removeAll(defined(body));
    read.remove("");
    return read;
  }

  /** The names a body defines itself, those of bodies inside it not included. */
  private static Set<String> defined(GraphProto body) {
    Set<String> names = new LinkedHashSet<>();
    body.getInputList().forEach(input -> names.add(input.getName()));
    body.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    body.getSparseInitializerList().forEach(tensor -> names.add(tensor.getValues().getName()));
    body.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
    return names;
  }

  /** Visits every node of every body, nested ones included. */
  static void forEachNode(List<GraphProto> bodies, Consumer<NodeProto> visitor) {
    for (GraphProto body : bodies) {
      for (NodeProto node : body.getNodeList()) {
        visitor.accept(node);
        forEachNode(of(node), visitor);
      }
    }
  }

  /** Every name that bodies define, nested ones included. */
  static Set<String> allDefined(List<GraphProto> bodies) {
    Set<String> names = new LinkedHashSet<>();
    bodies.forEach(body -> names.addAll(defined(body)));
    forEachNode(bodies, node -> of(node).forEach(body -> names.addAll(defined(body))));
    return names;
  }

  /** The same attribute with the values in its bodies renamed, defined and captured ones alike. */
  static AttributeProto rename(AttributeProto attribute, UnaryOperator<String> names) {
    if (of(attribute).isEmpty()) {
      return attribute;
    }
    AttributeProto.Builder renamed = attribute.toBuilder().clearGraphs();
    if (attribute.hasG()) {
      renamed.setG(rename(attribute.getG(), names));
    }
    attribute.getGraphsList().forEach(graph -> renamed.addGraphs(rename(graph, names)));
    return renamed.build();
  }

  private static GraphProto rename(GraphProto body, UnaryOperator<String> names) {
    GraphProto.Builder renamed = body.toBuilder();
    for (int i = 0; i < body.getNodeCount(); i++) {
      renamed.setNode(i, rename(body.getNode(i), names));
    }
    for (int i = 0; i < body.getInputCount(); i++) {
      renamed.setInput(i, rename(body.getInput(i), names));
    }
    for (int i = 0; i < body.getOutputCount(); i++) {
      renamed.setOutput(i, rename(body.getOutput(i), names));
    }
    for (int i = 0; i < body.getValueInfoCount(); i++) {
      renamed.setValueInfo(i, rename(body.getValueInfo(i), names));
    }
    renamed
        .getInitializerBuilderList()
        .forEach(tensor -> tensor.setName(names.apply(tensor.getName())));
    renamed
        .getSparseInitializerBuilderList()
        .forEach(
            tensor -> tensor.getValuesBuilder().setName(names.apply(tensor.getValues().getName())));
    return renamed.build();
  }

  static NodeProto rename(NodeProto node, UnaryOperator<String> names) {
    NodeProto.Builder renamed = node.toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      renamed.setInput(i, renameGiven(node.getInput(i), names));
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      renamed.setOutput(i, renameGiven(node.getOutput(i), names));
    }
    for (int i = 0; i < node.getAttributeCount(); i++) {
      renamed.setAttribute(i, rename(node.getAttribute(i), names));
    }
    return renamed.build();
  }

  private static String renameGiven(String name, UnaryOperator<String> names) {
    return name.isEmpty() ? name : names.apply(name);
  }

  private static ValueInfoProto rename(ValueInfoProto value, UnaryOperator<String> names) {
    return value.toBuilder().setName(names.apply(value.getName())).build();
  }
}
