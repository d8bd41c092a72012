package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.repconv.converter.onnx.FunctionInliner.Inlined;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Tensor;
import io.repconv.graph.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds the graph of one file: inputs, constants when they are first read, nodes in order. */
final class GraphAssembly {
  private final Path model;
  private final GraphProto proto;
  private final OnnxHeader header;
  private final Dimensions dimensions;
  private final Map<String, Shape> shapes;
  private final GraphBuilder builder;
  private final TensorReader tensors;
  private final FreshNames names = new FreshNames();
  private final Map<String, TensorProto> initializers = new HashMap<>();
  private final Map<String, TypeProto> declared = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();
  private final Set<String> read = new HashSet<>();
  private boolean shapesChanged;

  GraphAssembly(
      Path model,
      GraphProto proto,
      OnnxHeader header,
      Dimensions dimensions,
      Map<String, Shape> shapes,
      ExternalData external) {
    this.model = model;
    this.proto = proto;
    this.header = header;
    this.dimensions = dimensions;
    this.shapes = shapes;
    this.builder = new GraphBuilder(proto.getName());
    this.tensors = new TensorReader(model, external);
  }

  Graph build(List<Inlined> nodes) {
    Set<String> given = given();
    List<Inlined> sorted = NodeOrder.sort(model, nodes, given);
    for (Inlined inlined : nodes) {
      inlined.node().getOutputList().forEach(names::take);
      Subgraphs.allDefined(Subgraphs.of(inlined.node())).forEach(names::take);
    }
    markRead(nodes);
    proto.getValueInfoList().forEach(info -> declared.put(info.getName(), info.getType()));
    proto.getOutputList().forEach(info -> declared.put(info.getName(), info.getType()));
    proto.getOutputList().forEach(info -> read.add(info.getName()));
    addInputs();
    proto.getSparseInitializerList().forEach(this::addSparse);
    NodeReader reader = new NodeReader(this);
    sorted.forEach(reader::add);
    for (ValueInfoProto output : proto.getOutputList()) {
      if (!values.containsKey(output.getName()) && !initializers.containsKey(output.getName())) {
        throw NodeOrder.dangling(model + ", graph output", output.getName());
      }
      builder.output(value(output.getName()));
    }
    if (proto.getOutputCount() == 0) {
      throw malformed("the graph has no output", "at least one");
    }
    return builder.build();
  }

  private void markRead(List<Inlined> nodes) {
    for (Inlined inlined : nodes) {
      read.addAll(inlined.node().getInputList());
      read.addAll(Subgraphs.captures(Subgraphs.of(inlined.node())));
    }
  }

  /** Puts nodes that take the place of another one in order, and takes in what they read. */
  List<Inlined> sorted(List<Inlined> nodes) {
    Set<String> given = new HashSet<>(values.keySet());
    given.addAll(initializers.keySet());
    markRead(nodes);
    return NodeOrder.sort(model, nodes, given);
  }

  /** Takes in the names of inputs and initializers. */
  private Set<String> given() {
    Set<String> given = new HashSet<>();
    for (TensorProto initializer : proto.getInitializerList()) {
      if (initializers.put(initializer.getName(), initializer) != null) {
        throw twice("initializers", initializer.getName());
      }
    }
    proto.getSparseInitializerList().forEach(sparse -> given.add(sparse.getValues().getName()));
    Set<String> inputs = new HashSet<>();
    for (ValueInfoProto input : proto.getInputList()) {
      if (!inputs.add(input.getName())) {
        throw twice("inputs", input.getName());
      }
    }
    given.addAll(inputs);
    given.addAll(initializers.keySet());
    given.forEach(names::take);
    return given;
  }

  private RepconvException twice(String what, String name) {
    return malformed("two " + what + " are named '" + name + "'", "a name of its own for each");
  }

  private RepconvException malformed(String observed, String expected) {
    return RepconvException.of(ErrorCode.MALFORMED)
        .at(model.toString())
        .observed(observed)
        .expected(expected)
        .build();
  }

  private void addInputs() {
    List<ValueInfoProto> fed = new ArrayList<>(proto.getInputList());
    fed.removeIf(input -> initializers.containsKey(input.getName()) || isSparse(input.getName()));
    Set<String> unknown = new HashSet<>(shapes.keySet());
    for (ValueInfoProto input : fed) {
      String name = input.getName();
      unknown.remove(name);
      Value.Type type = dimensions.type(input.getType(), name);
      Shape wanted = shapes.get(name);
      if (wanted == null && fed.size() == 1) {
        wanted = shapes.get("");
        unknown.remove("");
      }
      if (wanted != null && !wanted.equals(type.shape())) {
        requireSameRank(name, type.shape(), wanted);
        type = new Value.Type(type.element(), wanted);
        shapesChanged = true;
      }
      values.put(name, builder.input(name, type));
    }
    if (!unknown.isEmpty()) {
      String name = unknown.iterator().next();
      throw RepconvException.of(ErrorCode.UNKNOWN_INPUT)
          .at(model.toString())
          .observed(
              name.isEmpty()
                  ? "a shape without a name for %d inputs".formatted(fed.size())
                  : "a shape for input '" + name + "', which the model does not have")
          .expected("one of " + fed.stream().map(ValueInfoProto::getName).toList())
          .build();
    }
  }

  private boolean isSparse(String name) {
    return proto.getSparseInitializerList().stream()
        .anyMatch(sparse -> sparse.getValues().getName().equals(name));
  }

  private void requireSameRank(String name, Shape declaredShape, Shape wanted) {
    if (declaredShape.isRanked() && declaredShape.rank() != wanted.rank()) {
      throw RepconvException.of(ErrorCode.SHAPE_MISMATCH)
          .at(model + ", input '" + name + "'")
          .observed("shape " + wanted + " of rank " + wanted.rank())
          .expected("the model's rank " + declaredShape.rank() + ", it declares " + declaredShape)
          .build();
    }
  }

  /** A sparse initializer becomes a Constant node that carries it. */
  private void addSparse(SparseTensorProto sparse) {
    String name = sparse.getValues().getName();
    values.put(
        name,
        builder
            .addAll(
                OpaqueNodes.sparse(sparse, header.opset()),
                List.of(),
                Origins.named(name),
                "",
                List.of(name))
            .get(0));
  }

  Path model() {
    return model;
  }

  OnnxHeader header() {
    return header;
  }

  GraphBuilder builder() {
    return builder;
  }

  TensorReader tensors() {
    return tensors;
  }

  String freshName(String wanted) {
    return names.make(wanted);
  }

  /** The value of this name; an initializer is decoded when it is asked for the first time. */
  Value value(String name) {
    if (name.isEmpty()) {
      return Value.ABSENT;
    }
    Value known = values.get(name);
    if (known != null) {
      return known;
    }
    TensorProto initializer = initializers.get(name);
    if (initializer == null) {
      throw new IllegalStateException(name + " is read before it is defined");
    }
    return constant(name, tensors.read(initializer, name));
  }

  /** Whether any node, or the graph as its output, reads the value. */
  boolean isRead(String name) {
    return !name.isEmpty() && read.contains(name);
  }

  /** Defines a constant under a name of the file. */
  Value constant(String name, Tensor tensor) {
    Value value = builder.constant(name, tensor);
    values.put(name, value);
    return value;
  }

  void define(List<String> outputs, List<Value> made) {
    for (int i = 0; i < outputs.size(); i++) {
      if (!outputs.get(i).isEmpty()) {
        values.put(outputs.get(i), made.get(i));
      }
    }
  }

  /** What the file declares of an output of a node that is not modelled. */
  Value.@Nullable Type declaredType(String name) {
    TypeProto type = declared.get(name);
    if (type == null || name.isEmpty()) {
      return null;
    }
    Value.Type known = dimensions.type(type, name);
    // Declared sizes were inferred from the declared inputs.
    boolean stale = shapesChanged && known.element() != ElementType.OTHER;
    return stale ? new Value.Type(known.element(), Shape.UNRANKED) : known;
  }

  /** How messages call a node. */
  String place(NodeProto node) {
    return model + ", " + NodeOrder.described(node);
  }
}
