package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.repconv.graph.ElementType;
import io.repconv.graph.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;

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

  void writeTo(CodedOutputStream out) throws IOException {
    header.writeTo(out);
    if (inline) {
      out.writeTag(TensorProto.RAW_DATA_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt64NoTag(dataBytes);
      out.write(data());
    }
  }

  private ByteBuffer data() {
    ByteBuffer data = tensor.bytes();
    if (data.remaining() != dataBytes) {
      throw new IllegalStateException(tensor + " encodes to " + data.remaining() + " bytes");
    }
    return data;
  }

  /**
   * Moves the data into another file, unless it is small.
   *
   * @param file the file's name beside the model
   * @param offset how much of it is written
   * @return how much of it is written then
   */
  long moveTo(String file, OutputStream out, long offset) throws IOException {
    if (!inline || dataBytes < LEAST_EXTERNAL_BYTES) {
      return offset;
    }
    int padding = (int) (-offset & (ALIGNMENT - 1));
    out.write(new byte[padding]);
    long start = offset + padding;
    WritableByteChannel channel = Channels.newChannel(out);
    ByteBuffer data = data();
    while (data.hasRemaining()) {
      channel.write(data);
    }
    inline = false;
    header =
        header.toBuilder()
            .setDataLocation(DataLocation.EXTERNAL)
            .addExternalData(entry("location", file))
            .addExternalData(entry("offset", String.valueOf(start)))
            .addExternalData(entry("length", String.valueOf(dataBytes)))
            .build();
    return start + dataBytes;
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
