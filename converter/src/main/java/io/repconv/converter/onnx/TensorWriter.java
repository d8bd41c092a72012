package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.util.Arrays;

/** The protobuf form of tensors: little-endian raw data. */
final class TensorWriter {
  private TensorWriter() {}

  /** All but the data. */
  static TensorProto.Builder header(String name, Tensor tensor) {
    TensorProto.Builder proto = TensorProto.newBuilder().setDataType(tensor.type().code());
    Arrays.stream(tensor.dims()).forEach(proto::addDims);
    if (!name.isEmpty()) {
      proto.setName(name);
    }
    return proto;
  }

  /** The whole of a small tensor, or of one that is carried as it was read. */
  static TensorProto proto(String name, Tensor tensor) {
    if (tensor.type() == ElementType.OTHER) {
      try {
        return TensorProto.parseFrom(tensor.bytes()).toBuilder().setName(name).build();
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("the bytes of a tensor are not what was read", e);
      }
    }
    return header(name, tensor).setRawData(UnsafeByteOperations.unsafeWrap(tensor.bytes())).build();
  }
}
