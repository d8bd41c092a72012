package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.ByteString;
import io.repconv.graph.Attributes;
import io.repconv.graph.Attributes.Attribute;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.util.List;
import java.util.Map;

/** The tensor of a Constant node, in whichever attribute it stands. */
final class ConstantValue {
  private ConstantValue() {}

  static Tensor of(Attributes attributes) {
    if (attributes.asMap().size() != 1) {
      throw new IllegalArgumentException(
          "values in " + attributes.asMap().keySet() + ", it needs one");
    }
    Map.Entry<String, Attribute> only = attributes.asMap().entrySet().iterator().next();
    Attribute value = only.getValue();
    if (value instanceof Attributes.Constant constant) {
      return constant.value();
    } else if (value instanceof Attributes.Int integer) {
      return Tensor.scalar(integer.value());
    } else if (value instanceof Attributes.Ints integers) {
      return Tensor.ofInts(integers.values().stream().mapToLong(Long::longValue).toArray());
    } else if (value instanceof Attributes.Real real) {
      return Tensor.scalar(ElementType.FLOAT, real.value());
    } else if (value instanceof Attributes.Reals reals) {
      double[] doubles = reals.values().stream().mapToDouble(Double::doubleValue).toArray();
      return Tensor.of(ElementType.FLOAT, new long[] {doubles.length}, doubles);
    } else if (value instanceof Attributes.Text text) {
      return strings(List.of(text.value()), new long[0]);
    } else if (value instanceof Attributes.Texts texts) {
      return strings(texts.values(), new long[] {texts.values().size()});
    }
    throw new IllegalArgumentException("a value in '" + only.getKey() + "' that is no tensor");
  }

  private static Tensor strings(List<String> values, long[] dims) {
    TensorProto.Builder proto = TensorProto.newBuilder().setDataType(DataType.STRING.getNumber());
    for (long dim : dims) {
      proto.addDims(dim);
    }
    values.forEach(value -> proto.addStringData(ByteString.copyFromUtf8(value)));
    return Tensor.stored(
        ElementType.OTHER, dims, proto.build().toByteString().asReadOnlyByteBuffer());
  }
}
