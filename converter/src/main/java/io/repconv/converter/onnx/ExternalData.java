package io.repconv.converter.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.repconv.converter.file.MappedFile;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Bytes of tensors that lie beside the model, as <a
 * href="https://onnx.ai/onnx/repo-docs/ExternalData.html">ONNX's external data</a>. Only files
 * inside the model's folder are opened, symbolic links followed before that is decided.
 */
final class ExternalData implements AutoCloseable {
  private final Path model;
  private final Map<Path, MappedFile> files = new HashMap<>();
  private final List<FileChannel> channels = new ArrayList<>();

  ExternalData(Path model) {
    this.model = model;
  }

  /**
   * The bytes of a tensor whose data location is external.
   *
   * @param needed how many bytes its type and dimensions take, or a negative number where the type
   *     does not say
   */
  ByteBuffer bytes(TensorProto tensor, long needed) {
    Map<String, String> fields = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      fields.put(entry.getKey(), entry.getValue());
    }
    String place = model + ", initializer '" + tensor.getName() + "'";
    Path file = inside(fields.getOrDefault("location", ""), place);
    try {
      long size = Files.size(file);
      long offset = number(fields.getOrDefault("offset", "0"), place);
      long length = fields.containsKey("length") ? number(fields.get("length"), place) : needed;
      length = length < 0 ? size - offset : length;
      if (needed >= 0 && length != needed) {
        throw mismatch(place, "its external data has %d bytes".formatted(length))
            .expected(needed + " bytes for dimensions " + tensor.getDimsList())
            .build();
      }
      if (offset > size || length > size - offset) {
        throw mismatch(
                place,
                "bytes %d to %d of %s".formatted(offset, offset + length, file.getFileName()))
            .expected("a place in its %d bytes".formatted(size))
            .build();
      }
      if (length > Integer.MAX_VALUE) {
        throw RepconvException.of(ErrorCode.TOO_LARGE)
            .at(place)
            .observed("one tensor of %,d bytes".formatted(length))
            .expected("less than 2 GiB a tensor")
            .build();
      }
      return mapped(file).slice(offset, length);
    } catch (IOException e) {
      throw RepconvException.of(ErrorCode.MISSING_DATA)
          .at(place)
          .observed(file + " cannot be read (" + e.getMessage() + ")")
          .cause(e)
          .build();
    }
  }

  private MappedFile mapped(Path file) throws IOException {
    MappedFile known = files.get(file);
    if (known != null) {
      return known;
    }
    FileChannel channel = FileChannel.open(file);
    channels.add(channel);
    MappedFile mapped = new MappedFile(channel);
    files.put(file, mapped);
    return mapped;
  }

  /** Closes the files; what was mapped of them stays readable. */
  @Override
  public void close() throws IOException {
    for (FileChannel channel : channels) {
      channel.close();
    }
  }

  private Path inside(String location, String place) {
    try {
      Path folder = folder();
      Path file = folder.resolve(location).normalize();
      if (location.isEmpty() || Path.of(location).isAbsolute() || !file.startsWith(folder)) {
        throw outside(place, location, folder);
      }
      if (!Files.isRegularFile(file)) {
        throw RepconvException.of(ErrorCode.MISSING_DATA)
            .at(place)
            .observed("its data file " + location + " is not there")
            .expected("a file in " + folder)
            .fix("Keep the files of a model with external data together.")
            .build();
      }
      if (!file.toRealPath().startsWith(folder)) {
        throw outside(place, location + " (a link to " + file.toRealPath() + ")", folder);
      }
      return file;
    } catch (IOException | InvalidPathException e) {
      throw RepconvException.of(ErrorCode.MISSING_DATA)
          .at(place)
          .observed("its data file '" + location + "' cannot be found (" + e.getMessage() + ")")
          .cause(e)
          .build();
    }
  }

  private Path folder() throws IOException {
    return Objects.requireNonNull(model.toRealPath().getParent());
  }

  private static RepconvException outside(String place, String location, Path folder) {
    return RepconvException.of(ErrorCode.OUTSIDE_FOLDER)
        .at(place)
        .observed("its data lies in '" + location + "'")
        .expected("a relative path inside " + folder)
        .why("A model must not make its reader open other files of this machine.")
        .build();
  }

  private static RepconvException.Builder mismatch(String place, String observed) {
    return RepconvException.of(ErrorCode.MALFORMED).at(place).observed(observed);
  }

  private static long number(String text, String place) {
    if (text.matches("[0-9]{1,18}")) {
      return Long.parseLong(text);
    }
    throw mismatch(place, "offset or length '" + text + "'").expected("a number of bytes").build();
  }
}
