package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.repconv.converter.file.MappedFile;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Parses an ONNX file without copying its weights: they stay in the mapped file. */
final class ModelFile {
  private ModelFile() {}

  static ModelProto parse(Path path) {
    if (!Files.isRegularFile(path)) {
      throw RepconvException.of(ErrorCode.FILE_NOT_FOUND)
          .at(path.toString())
          .observed(Files.exists(path) ? "this is not a regular file" : "no such file")
          .expected("an ONNX model")
          .build();
    }
    ModelProto model;
    try {
      model = parse(map(path));
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(path, e);
    } catch (IOException e) {
      throw RepconvException.of(ErrorCode.FILE_NOT_FOUND)
          .at(path.toString())
          .observed("the file cannot be read (" + e.getMessage() + ")")
          .cause(e)
          .build();
    }
    if (!model.hasGraph()) {
      throw RepconvException.of(ErrorCode.MALFORMED)
          .at(path.toString())
          .observed("this protobuf message holds no graph")
          .expected("an ONNX model")
          .build();
    }
    return model;
  }

  private static ByteBuffer map(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      long size = channel.size();
      if (size == 0) {
        throw RepconvException.of(ErrorCode.EMPTY_FILE)
            .at(path.toString())
            .observed("the file is empty")
            .expected("an ONNX model")
            .fix("Copy or download it again.")
            .build();
      }
      if (size > Integer.MAX_VALUE) {
        throw RepconvException.of(ErrorCode.TOO_LARGE)
            .at(path.toString())
            .observed("the file has %,d bytes".formatted(size))
            .expected("less than 2 GiB, the limit of a protobuf message")
            .fix("Save the model with its weights as external data.")
            .build();
      }
      return new MappedFile(channel).slice(0, size);
    }
  }

  private static ModelProto parse(ByteBuffer bytes) throws IOException {
    CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
    in.enableAliasing(true);
    in.setSizeLimit(Integer.MAX_VALUE);
    return ModelProto.parseFrom(in);
  }

  private static RepconvException unreadable(Path path, InvalidProtocolBufferException e) {
    String reason = String.valueOf(e.getMessage());
    boolean ended = reason.contains("ended unexpectedly");
    return RepconvException.of(ended ? ErrorCode.TRUNCATED : ErrorCode.MALFORMED)
        .at(path.toString())
        .observed(
            ended
                ? "the protobuf message is truncated: the file ends inside a field"
                : "malformed protobuf (" + reason.replaceAll("\\s*\\.$", "") + ")")
        .expected("an ONNX model")
        .fix("Copy or download the file again, or export it anew.")
        .cause(e)
        .build();
  }
}
