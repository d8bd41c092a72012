package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.Value;
import java.util.Set;

/** Declares values: their types, and their shapes with the texts the source had for dimensions. */
final class ValueInfos {
  private final OnnxHeader source;
  private final Set<String> symbols;

  /**
   * @param symbols those of the graph's inputs; a size that depends on others is left unnamed
   */
  ValueInfos(OnnxHeader source, Set<String> symbols) {
    this.source = source;
    this.symbols = symbols;
  }

  boolean isKnown(Value value) {
    return value.element() != ElementType.OTHER;
  }

  ValueInfoProto of(Value value, String name) {
    ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
    TypeProto declared = source.declared().get(value.name());
    if (isKnown(value)) {
      info.setType(TypeProto.newBuilder().setTensorType(tensorType(value)));
    } else if (declared != null) {
      info.setType(declared);
    }
    return info.build();
  }

  private TypeProto.Tensor tensorType(Value value) {
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(value.element().code());
    if (value.shape().isRanked()) {
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      value.shape().dims().forEach(dim -> shape.addDim(dimension(dim)));
      type.setShape(shape);
    }
    return type.build();
  }

  private Dimension dimension(Dim dim) {
    Dimension.Builder dimension = Dimension.newBuilder();
    if (dim.isConstant()) {
      return dimension.setDimValue(dim.value()).build();
    }
    if (!symbols.containsAll(dim.symbols())) {
      return dimension.build();
    }
    String text = source.dimensions().getOrDefault(dim.toString(), dim.toString());
    return text.isEmpty() ? dimension.build() : dimension.setDimParam(text).build();
  }
}
