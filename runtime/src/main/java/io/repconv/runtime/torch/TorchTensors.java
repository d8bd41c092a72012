package io.repconv.runtime.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors in libtorch's memory and back. */
public final class TorchTensors {
  private TorchTensors() {}

  private static DataType dataType(ElementType type) {
    return switch (type) {
      case FLOAT -> DataType.FLOAT32;
      case DOUBLE -> DataType.FLOAT64;
      case FLOAT16 -> DataType.FLOAT16;
      case BFLOAT16 -> DataType.BFLOAT16;
      case INT8 -> DataType.INT8;
      case INT16 -> DataType.INT16;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
      case UINT8 -> DataType.UINT8;
      case BOOL -> DataType.BOOLEAN;
      case UINT16, UINT32, UINT64, OTHER -> throw unsupported(type.text());
    };
  }

  private static ElementType element(DataType type) {
    return switch (type) {
      case FLOAT32 -> ElementType.FLOAT;
      case FLOAT64 -> ElementType.DOUBLE;
      case FLOAT16 -> ElementType.FLOAT16;
      case BFLOAT16 -> ElementType.BFLOAT16;
      case INT8 -> ElementType.INT8;
      case INT16 -> ElementType.INT16;
      case INT32 -> ElementType.INT32;
      case INT64 -> ElementType.INT64;
      case UINT8 -> ElementType.UINT8;
      case BOOLEAN -> ElementType.BOOL;
      default -> throw unsupported(type.toString());
    };
  }

  private static RepconvException unsupported(String type) {
    return RepconvException.of(ErrorCode.NOT_VERIFIED)
        .observed("a tensor of type " + type)
        .expected("a type that libtorch's Java interface takes")
        .build();
  }

  public static PtNDArray toTorch(PtNDManager manager, Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
    direct.put(bytes).flip();
    return manager.create(direct, new Shape(tensor.dims()), dataType(tensor.type()));
  }

  public static Tensor fromTorch(NDArray array) {
    ElementType element = element(array.getDataType());
    ByteBuffer bytes = array.toByteBuffer();
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    return Tensor.stored(element, array.getShape().getShape(), copy);
  }
}
