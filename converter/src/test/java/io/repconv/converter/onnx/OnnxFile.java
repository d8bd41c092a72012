package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Writes small ONNX models by hand, right and wrong ones. */
final class OnnxFile {
  private final ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

  private OnnxFile(int opset) {
    opset("", opset);
  }

  static OnnxFile ofOpset(int opset) {
    return new OnnxFile(opset);
  }

  OnnxFile opset(String domain, int version) {
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version));
    return this;
  }

  OnnxFile ir(int version) {
    model.setIrVersion(version);
    return this;
  }

  /** An input of float32; a dimension is a number, a text, or "?" for none. */
  OnnxFile input(String name, Object... dims) {
    return input(name, DataType.FLOAT, dims);
  }

  OnnxFile input(String name, DataType type, Object... dims) {
    graph.addInput(info(name, type, dims));
    return this;
  }

  OnnxFile output(String... names) {
    for (String name : names) {
      graph.addOutput(ValueInfoProto.newBuilder().setName(name));
    }
    return this;
  }

  OnnxFile output(String name, DataType type, Object... dims) {
    graph.addOutput(info(name, type, dims));
    return this;
  }

  OnnxFile valueInfo(String name, DataType type, Object... dims) {
    graph.addValueInfo(info(name, type, dims));
    return this;
  }

  static ValueInfoProto info(String name, DataType type, Object... dims) {
    ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
    var tensor = info.getTypeBuilder().getTensorTypeBuilder().setElemType(type.getNumber());
    var shape = tensor.getShapeBuilder();
    for (Object dim : dims) {
      Dimension.Builder dimension = Dimension.newBuilder();
      if (dim instanceof Number number) {
        dimension.setDimValue(number.longValue());
      } else if (!dim.equals("?")) {
        dimension.setDimParam((String) dim);
      }
      shape.addDim(dimension);
    }
    return info.build();
  }

  OnnxFile initializer(TensorProto tensor) {
    graph.addInitializer(tensor);
    return this;
  }

  OnnxFile floats(String name, List<Long> dims, float... values) {
    return initializer(floatTensor(name, dims, values));
  }

  OnnxFile ints(String name, long... values) {
    return initializer(intTensor(name, values));
  }

  static TensorProto floatTensor(String name, List<Long> dims, float... values) {
    ByteBuffer raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      raw.putFloat(value);
    }
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(DataType.FLOAT.getNumber())
        .addAllDims(dims)
        .setRawData(ByteString.copyFrom(raw.flip()))
        .build();
  }

  static TensorProto intTensor(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.INT64.getNumber())
            .addDims(values.length);
    Arrays.stream(values).forEach(tensor::addInt64Data);
    return tensor.build();
  }

  /** A node named after its first output. */
  OnnxFile node(String op, String inputs, String outputs, AttributeProto... attributes) {
    graph.addNode(nodeOf(op, inputs, outputs, attributes));
    return this;
  }

  OnnxFile node(NodeProto node) {
    graph.addNode(node);
    return this;
  }

  /**
   * A node of comma-separated inputs and outputs; {@code domain::Op} for an op of another domain.
   */
  static NodeProto nodeOf(String op, String inputs, String outputs, AttributeProto... attributes) {
    NodeProto.Builder node = NodeProto.newBuilder();
    String[] parts = op.split("::");
    node.setOpType(parts[parts.length - 1]);
    if (parts.length > 1) {
      node.setDomain(parts[0]);
    }
    if (!inputs.isEmpty()) {
      node.addAllInput(List.of(inputs.split(",", -1)));
    }
    node.addAllOutput(List.of(outputs.split(",", -1)));
    node.setName("n_" + node.getOutput(0));
    return node.addAllAttribute(List.of(attributes)).build();
  }

  static AttributeProto attribute(String name, long value) {
    return named(name, AttributeType.INT).setI(value).build();
  }

  static AttributeProto attribute(String name, float value) {
    return named(name, AttributeType.FLOAT).setF(value).build();
  }

  static AttributeProto attribute(String name, String value) {
    return named(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)).build();
  }

  static AttributeProto integers(String name, long... values) {
    AttributeProto.Builder attribute = named(name, AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  static AttributeProto reals(String name, float... values) {
    AttributeProto.Builder attribute = named(name, AttributeType.FLOATS);
    for (float value : values) {
      attribute.addFloats(value);
    }
    return attribute.build();
  }

  static AttributeProto tensor(String name, TensorProto value) {
    return named(name, AttributeType.TENSOR).setT(value).build();
  }

  /** A subgraph, named as its attribute. */
  static AttributeProto graph(String name, GraphProto.Builder value) {
    return named(name, AttributeType.GRAPH).setG(value.setName(name)).build();
  }

  static AttributeProto reference(String name, AttributeType type, String to) {
    return named(name, type).setRefAttrName(to).build();
  }

  private static AttributeProto.Builder named(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  OnnxFile function(FunctionProto.Builder function) {
    model.addFunctions(function);
    return this;
  }

  GraphProto.Builder graph() {
    return graph;
  }

  ModelProto.Builder model() {
    return model;
  }

  byte[] bytes() {
    return model.setGraph(graph).build().toByteArray();
  }

  Path write(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
