package io.repconv.converter.checkpoint;

import io.repconv.converter.checkpoint.SafetensorsHeader.Entry;
import io.repconv.converter.file.MappedFile;
import io.repconv.converter.file.StagedFiles;
import io.repconv.converter.torchscript.program.FiniteNumbers;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of named tensors: eight bytes with the length of a JSON header, the header, the numbers.
 * The header gives each tensor's type, shape and place; {@code __metadata__} in it holds texts.
 * Layout: https://github.com/huggingface/safetensors#format
 *
 * @param tensors by name, in the order of the header; mapped
 * @param metadata what {@code __metadata__} says
 */
record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  private static final int LENGTH_BYTES = 8;

  /** What the format's own reader accepts. */
  private static final long MAX_HEADER = 100_000_000;

  /**
   * Reads a file. As the format demands, the tensors fill the file without a gap or an overlap.
   *
   * @throws RepconvException TRUNCATED, MALFORMED, CORRUPT, TOO_LARGE, OTHER_FORMAT for numbers of
   *     a type that is not read, NOT_A_NUMBER
   */
  static Safetensors read(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MappedFile file = new MappedFile(channel);
      SafetensorsHeader header = SafetensorsHeader.parse(path, header(path, channel, file));
      long start = (long) LENGTH_BYTES + header.bytes();
      header.requireFilled(channel.size() - start);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Entry entry : header.entries()) {
        ByteBuffer bytes = file.slice(start + entry.begin(), entry.end() - entry.begin());
        long[] dims = entry.dims().stream().mapToLong(Long::longValue).toArray();
        Tensor tensor = Tensor.stored(entry.type(), dims, bytes);
        FiniteNumbers.requireNoNan(tensor, entry.name());
        tensors.put(entry.name(), tensor);
      }
      return new Safetensors(tensors, header.metadata());
    } catch (IOException e) {
      throw CheckpointErrors.unreadable(path, e);
    }
  }

  private static ByteBuffer header(Path path, FileChannel channel, MappedFile file)
      throws IOException {
    if (channel.size() < LENGTH_BYTES) {
      throw CheckpointErrors.truncated(path, channel.size() + " bytes", "a safetensors header");
    }
    long length = file.slice(0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > MAX_HEADER) {
      throw RepconvException.of(ErrorCode.TOO_LARGE)
          .at(path.toString())
          .observed("a header of %s bytes".formatted(Long.toUnsignedString(length)))
          .expected("at most " + MAX_HEADER)
          .build();
    }
    if (length > channel.size() - LENGTH_BYTES) {
      throw CheckpointErrors.truncated(
          path, "a header of %d bytes in a file of %d".formatted(length, channel.size()), "all");
    }
    return file.slice(LENGTH_BYTES, length);
  }

  /**
   * Writes the file; what was there is replaced when it is complete. The same tensors and texts
   * give the same bytes. Wider types come first, so that each tensor lies aligned.
   *
   * @throws RepconvException CANNOT_WRITE
   */
  void write(Path target) {
    List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(
        Comparator.comparingInt(
            (Map.Entry<String, Tensor> entry) -> -entry.getValue().type().bytes()));
    try (StagedFiles staged = StagedFiles.beside(target)) {
      Path main = staged.main();
      try (FileChannel out =
          FileChannel.open(main, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        byte[] header = SafetensorsHeader.text(ordered, metadata);
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        writeFully(out, length.putLong(header.length).flip());
        writeFully(out, ByteBuffer.wrap(header));
        for (Map.Entry<String, Tensor> entry : ordered) {
          writeFully(out, entry.getValue().bytes());
        }
      } catch (IOException e) {
        throw StagedFiles.cannotWrite(target, "the file cannot be written", e);
      }
      staged.publish();
    }
  }

  private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
