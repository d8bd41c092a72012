package io.repconv.runtime.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors in ONNX Runtime's memory and back. */
final class OrtTensors {
  private OrtTensors() {}

  static ElementType element(OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> ElementType.FLOAT;
      case DOUBLE -> ElementType.DOUBLE;
      case FLOAT16 -> ElementType.FLOAT16;
      case BFLOAT16 -> ElementType.BFLOAT16;
      case INT8 -> ElementType.INT8;
      case INT16 -> ElementType.INT16;
      case INT32 -> ElementType.INT32;
      case INT64 -> ElementType.INT64;
      case UINT8 -> ElementType.UINT8;
      case BOOL -> ElementType.BOOL;
      case STRING, UNKNOWN -> ElementType.OTHER;
    };
  }

  private static OnnxJavaType javaType(Tensor tensor) {
    return switch (tensor.type()) {
      case FLOAT -> OnnxJavaType.FLOAT;
      case DOUBLE -> OnnxJavaType.DOUBLE;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      case INT8 -> OnnxJavaType.INT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case UINT8 -> OnnxJavaType.UINT8;
      case BOOL -> OnnxJavaType.BOOL;
      case UINT16, UINT32, UINT64, OTHER ->
          throw RepconvException.of(ErrorCode.NOT_VERIFIED)
              .observed("an input of type " + tensor.type().text())
              .expected("a type that ONNX Runtime's Java interface takes")
              .build();
    };
  }

  static OnnxTensor toOrt(Tensor tensor) throws OrtException {
    ByteBuffer bytes = tensor.bytes();
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
    direct.put(bytes).flip();
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), direct, tensor.dims(), javaType(tensor));
  }

  static Tensor fromOrt(String model, String output, OnnxValue value) {
    ElementType element =
        value instanceof OnnxTensor tensor ? element(tensor.getInfo().type) : ElementType.OTHER;
    if (element == ElementType.OTHER) {
      throw RepconvException.of(ErrorCode.NOT_VERIFIED)
          .at(model)
          .observed("output '" + output + "' is a " + value.getInfo())
          .expected("a tensor of numbers")
          .build();
    }
    OnnxTensor tensor = (OnnxTensor) value;
    return Tensor.stored(element, tensor.getInfo().getShape(), tensor.getByteBuffer());
  }
}
