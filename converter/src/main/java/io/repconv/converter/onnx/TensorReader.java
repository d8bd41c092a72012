package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import com.google.protobuf.UnsafeByteOperations;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes tensors of the TensorProtos of one file. Raw and external data are not copied. A tensor of
 * a type repconv does not compute with becomes one of {@link ElementType#OTHER} whose bytes are its
 * TensorProto.
 */
final class TensorReader {
  private static final int MOST_DIMENSIONS = 64;

  private final Path model;
  private final ExternalData external;

  TensorReader(Path model, ExternalData external) {
    this.model = model;
    this.external = external;
  }

  /**
   * The tensor, its amount of data checked against its dimensions before anything is allocated.
   *
   * @param name what messages call it
   */
  Tensor read(TensorProto proto, String name) {
    ElementType type = ElementType.ofCode(proto.getDataType());
    long[] dims = dims(proto, name);
    if (type == ElementType.OTHER) {
      return other(proto, dims, name);
    }
    long elements = Tensor.elements(dims);
    long needed = elements * type.bytes();
    if (isExternal(proto)) {
      return Tensor.stored(type, dims, external.bytes(proto, needed));
    }
    if (proto.hasRawData()) {
      ByteBuffer raw = proto.getRawData().asReadOnlyByteBuffer();
      if (raw.remaining() != needed) {
        throw wrongAmount(name, proto, raw.remaining() + " bytes", needed + " bytes");
      }
      return Tensor.stored(type, dims, raw);
    }
    return Tensor.stored(type, dims, typedData(proto, type, elements, name));
  }

  static boolean isExternal(TensorProto proto) {
    return proto.getDataLocation() == DataLocation.EXTERNAL;
  }

  private long[] dims(TensorProto proto, String name) {
    long[] dims = proto.getDimsList().stream().mapToLong(Long::longValue).toArray();
    if (dims.length > MOST_DIMENSIONS) {
      throw malformed(name, dims.length + " dimensions", "at most " + MOST_DIMENSIONS);
    }
    long elements = 1;
    boolean empty = false;
    for (long dim : dims) {
      if (dim < 0) {
        throw malformed(name, "dimensions " + proto.getDimsList(), "none below zero");
      }
      empty |= dim == 0;
      // Saturates: the product of further dimensions would only be larger.
      elements = elements > Integer.MAX_VALUE ? elements : elements * Math.min(dim, 1L << 31);
    }
    if (!empty && elements > Integer.MAX_VALUE) {
      throw RepconvException.of(ErrorCode.TOO_LARGE)
          .at(place(name))
          .observed("dimensions " + proto.getDimsList())
          .expected("at most %d elements a tensor".formatted(Integer.MAX_VALUE))
          .build();
    }
    return dims;
  }

  private Tensor other(TensorProto proto, long[] dims, String name) {
    if (proto.getDataType() == DataType.UNDEFINED.getNumber()
        || DataType.forNumber(proto.getDataType()) == null) {
      throw malformed(name, "element type " + proto.getDataType(), "a type that ONNX defines");
    }
    TensorProto complete = proto;
    if (isExternal(proto)) {
      complete =
          proto.toBuilder()
              .clearExternalData()
              .clearDataLocation()
              .setRawData(UnsafeByteOperations.unsafeWrap(external.bytes(proto, -1)))
              .build();
    }
    return Tensor.stored(ElementType.OTHER, dims, complete.toByteString().asReadOnlyByteBuffer());
  }

  private ByteBuffer typedData(TensorProto proto, ElementType type, long elements, String name) {
    List<? extends Number> values =
        switch (type) {
          case FLOAT -> proto.getFloatDataList();
          case DOUBLE -> proto.getDoubleDataList();
          case INT64 -> proto.getInt64DataList();
          case UINT32, UINT64 -> proto.getUint64DataList();
          default -> proto.getInt32DataList();
        };
    if (values.size() != elements) {
      throw wrongAmount(name, proto, values.size() + " values", elements + " values");
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(elements * type.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (Number value : values) {
      switch (type) {
        case FLOAT -> bytes.putFloat(value.floatValue());
        case DOUBLE -> bytes.putDouble(value.doubleValue());
        default -> putBits(bytes, type.bytes(), value.longValue());
      }
    }
    return bytes.flip();
  }

  private static void putBits(ByteBuffer bytes, int width, long bits) {
    switch (width) {
      case 1 -> bytes.put((byte) bits);
      case 2 -> bytes.putShort((short) bits);
      case 4 -> bytes.putInt((int) bits);
      default -> bytes.putLong(bits);
    }
  }

  private RepconvException wrongAmount(
      String name, TensorProto proto, String observed, String expected) {
    return malformed(
        name,
        observed + " of data",
        "%s for %s of dimensions %s"
            .formatted(expected, DataType.forNumber(proto.getDataType()), proto.getDimsList()));
  }

  private RepconvException malformed(String name, String observed, String expected) {
    return RepconvException.of(ErrorCode.MALFORMED)
        .at(place(name))
        .observed(observed)
        .expected(expected)
        .build();
  }

  private String place(String name) {
    return model + ", tensor '" + name + "'";
  }
}
