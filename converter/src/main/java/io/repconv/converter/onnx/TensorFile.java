package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.repconv.converter.file.MappedFile;
import io.repconv.converter.file.StagedFiles;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds one tensor, as the test data of ONNX models do.
 *
 * @param name of the input or output it is for; possibly empty
 */
public record TensorFile(String name, Tensor tensor) {
  /** Writes the file, each number rounded to its type. */
  public void write(Path file) {
    try {
      Files.write(file, TensorWriter.proto(name, tensor).toByteArray());
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(file, "the tensor cannot be written", e);
    }
  }

  /**
   * Reads a file; the numbers stay in it until they are used.
   *
   * @throws RepconvException FILE_NOT_FOUND, TOO_LARGE, MALFORMED, OUTSIDE_FOLDER, MISSING_DATA
   */
  public static TensorFile read(Path file) {
    try (FileChannel channel = FileChannel.open(file);
        ExternalData external = new ExternalData(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw RepconvException.of(ErrorCode.TOO_LARGE)
            .at(file.toString())
            .observed("the file has %,d bytes".formatted(channel.size()))
            .expected("less than 2 GiB, the limit of a protobuf message")
            .build();
      }
      CodedInputStream in =
          UnsafeByteOperations.unsafeWrap(new MappedFile(channel).slice(0, channel.size()))
              .newCodedInput();
      in.enableAliasing(true);
      TensorProto proto = TensorProto.parseFrom(in);
      Tensor tensor = new TensorReader(file, external).read(proto, proto.getName());
      return new TensorFile(proto.getName(), tensor);
    } catch (InvalidProtocolBufferException e) {
      throw RepconvException.of(ErrorCode.MALFORMED)
          .at(file.toString())
          .observed("malformed protobuf")
          .expected("a tensor as onnx.save_tensor writes it")
          .cause(e)
          .build();
    } catch (IOException e) {
      throw RepconvException.of(ErrorCode.FILE_NOT_FOUND)
          .at(file.toString())
          .observed("the file cannot be read (" + e.getMessage() + ")")
          .cause(e)
          .build();
    }
  }
}
