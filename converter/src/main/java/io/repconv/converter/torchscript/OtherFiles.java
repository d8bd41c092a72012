package io.repconv.converter.torchscript;

import io.repconv.converter.torchscript.archive.FileKind;
import io.repconv.converter.torchscript.pickle.TorchGlobals;
import io.repconv.converter.torchscript.pickle.Unpickler;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that are no TorchScript archive: what is said of them. */
public final class OtherFiles {
  private static final long MAX_PICKLE = 64L << 20;

  private OtherFiles() {}

  /**
   * Reads a bare pickle, so that a forbidden global is the first thing a user hears of.
   *
   * @throws RepconvException FORBIDDEN_GLOBAL, or a damaged pickle
   */
  public static void checkPickles(Path path, FileKind kind) {
    if (kind == FileKind.BARE_PICKLE) {
      Unpickler.unpickle(path.toString(), start(path), TorchGlobals::ofCheckpoint);
    }
  }

  private static ByteBuffer start(Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel.map(MapMode.READ_ONLY, 0, Math.min(channel.size(), MAX_PICKLE));
    } catch (IOException e) {
      throw RepconvException.of(ErrorCode.FILE_NOT_FOUND)
          .at(path.toString())
          .observed("the file cannot be read (" + e.getMessage() + ")")
          .cause(e)
          .build();
    }
  }

  /** The error for a file of another kind. */
  public static RepconvException refusal(Path path, FileKind kind) {
    boolean unknown = kind == FileKind.UNKNOWN || kind == FileKind.TEXT;
    return RepconvException.of(unknown ? ErrorCode.UNKNOWN_FORMAT : ErrorCode.OTHER_FORMAT)
        .at(path.toString())
        .observed("the file is " + kind.description())
        .expected("a TorchScript archive (.pt), a .pt2 or an ONNX file")
        .fix(kind.advice())
        .build();
  }
}
