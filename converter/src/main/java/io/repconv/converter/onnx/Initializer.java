package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.repconv.converter.file.Content;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** One weight of a model: all of its TensorProto but the data, and where the data is. */
final class Initializer {
  /** ONNX Runtime wants small tensors, such as shapes, inside the model. */
  private static final long LEAST_EXTERNAL_BYTES = 1024;

  private static final int ALIGNMENT = 64;

  private final Tensor tensor;
  private final long dataBytes;
  private TensorProto header;
  private boolean inline;

  Initializer(String name, Tensor tensor) {
    this.tensor = tensor;
    boolean carried = tensor.type() == ElementType.OTHER;
    this.inline = !carried;
    this.header =
        carried ? TensorWriter.proto(name, tensor) : TensorWriter.header(name, tensor).build();
    this.dataBytes = (long) tensor.size() * tensor.type().bytes();
  }

  /** The size of the TensorProto. */
  long size() {
    long size = header.getSerializedSize();
    return inline
        ? size
            + CodedOutputStream.computeTagSize(TensorProto.RAW_DATA_FIELD_NUMBER)
            + CodedOutputStream.computeUInt64SizeNoTag(dataBytes)
            + dataBytes
        : size;
  }

  /** Appends the TensorProto as a field of its graph. */
  void appendTo(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeTag(GraphProto.INITIALIZER_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt64NoTag(size());
    header.writeTo(out);
    if (inline) {
      out.writeTag(TensorProto.RAW_DATA_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt64NoTag(dataBytes);
    }
    out.flush();
    content.add(bytes.toByteArray());
    if (inline) {
      content.add(tensor);
    }
  }

  /**
   * Moves the data into another file, unless it is small.
   *
   * @param file the file's name beside the model
   */
  void moveTo(String file, Content content) {
    if (!inline || dataBytes < LEAST_EXTERNAL_BYTES) {
      return;
    }
    content.align(ALIGNMENT);
    inline = false;
    header =
        header.toBuilder()
            .setDataLocation(DataLocation.EXTERNAL)
            .addExternalData(entry("location", file))
            .addExternalData(entry("offset", String.valueOf(content.size())))
            .addExternalData(entry("length", String.valueOf(dataBytes)))
            .build();
    content.add(tensor);
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
