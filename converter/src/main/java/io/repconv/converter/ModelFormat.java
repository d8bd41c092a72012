package io.repconv.converter;

import io.repconv.converter.torchscript.OtherFiles;
import io.repconv.converter.torchscript.archive.FileKind;
import io.repconv.converter.torchscript.archive.FileRecognition;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The formats that models are read from. What a file holds is told from its content alone. */
public enum ModelFormat {
  TORCHSCRIPT("TorchScript"),
  PT2("torch.export"),
  ONNX("ONNX"),
  /** Weights alone, whose network the name of an architecture tells. */
  TORCH_CHECKPOINT("torch.save checkpoint"),
  SAFETENSORS("safetensors"),
  DJL_PARAMETERS("DJL parameters"),
  /** No file: an architecture with the weights that training starts with. */
  ARCHITECTURE("architecture");

  private final String title;

  ModelFormat(String title) {
    this.title = title;
  }

  /** The name in prose. */
  public String title() {
    return title;
  }

  /**
   * What a file is.
   *
   * @throws RepconvException where it is none of these: FORBIDDEN_GLOBAL for a pickle that names
   *     code, OTHER_FORMAT for what is recognised as something else, UNKNOWN_FORMAT for what is not
   *     recognised, EMPTY_FILE, FILE_NOT_FOUND, TRUNCATED and CORRUPT
   */
  public static ModelFormat of(Path path) {
    FileKind kind = FileRecognition.recognise(path);
    return switch (kind) {
      case TORCHSCRIPT -> TORCHSCRIPT;
      case EXPORTED_PROGRAM -> PT2;
      case CHECKPOINT, LEGACY_CHECKPOINT -> TORCH_CHECKPOINT;
      case SAFETENSORS -> SAFETENSORS;
      case DJL_PARAMETERS -> DJL_PARAMETERS;
      default -> {
        if (kind == FileKind.UNKNOWN && startsLikeOnnx(path)) {
          yield ONNX;
        }
        OtherFiles.checkPickles(path, kind);
        throw OtherFiles.refusal(path, kind);
      }
    };
  }

  /** Whether the network of such a file is in it. */
  boolean holdsGraph() {
    return switch (this) {
      case TORCHSCRIPT, PT2, ONNX -> true;
      case TORCH_CHECKPOINT, SAFETENSORS, DJL_PARAMETERS, ARCHITECTURE -> false;
    };
  }

  /**
   * ONNX has no signature. A serialized ModelProto starts with the tag of one of its fields:
   * writers put ir_version (1, a number) first, any other is a number or a length-delimited field
   * up to 25.
   */
  private static boolean startsLikeOnnx(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      int tag = in.read();
      int field = tag >= 0x80 ? (tag & 0x7f) >> 3 | in.read() << 4 : tag >> 3;
      int wireType = tag & 7;
      return field >= 1 && field <= 25 && (wireType == 0 || wireType == 2);
    } catch (IOException e) {
      return false;
    }
  }
}
