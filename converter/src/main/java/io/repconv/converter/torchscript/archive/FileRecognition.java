package io.repconv.converter.torchscript.archive;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Recognises the format of a model file without trusting its name. */
public final class FileRecognition {
  private static final int PREFIX = 512;

  /** The first pickle of torch.save's old format is the number 0x1950a86a20f9469cfc6c. */
  private static final byte[] LEGACY_MAGIC = {
    (byte) 0x80,
    2,
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19
  };

  private FileRecognition() {}

  /**
   * What the file is.
   *
   * @throws RepconvException FILE_NOT_FOUND, EMPTY_FILE; TRUNCATED for a zip without a directory
   */
  public static FileKind recognise(Path path) {
    byte[] start = firstBytes(path);
    if (startsWith(start, "PK\3\4".getBytes(StandardCharsets.ISO_8859_1))) {
      try (TorchArchive archive = TorchArchive.unchecked(path)) {
        return kindOf(archive);
      }
    }
    return kindOf(start);
  }

  private static byte[] firstBytes(Path path) {
    if (!Files.isRegularFile(path)) {
      boolean exists = Files.exists(path);
      throw RepconvException.of(ErrorCode.FILE_NOT_FOUND)
          .at(path.toString())
          .observed(exists ? "this is not a regular file" : "no such file")
          .expected("a model file")
          .build();
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(PREFIX);
      if (start.length == 0) {
        throw RepconvException.of(ErrorCode.EMPTY_FILE)
            .at(path.toString())
            .observed("the file is empty")
            .expected("a model")
            .fix("Copy or download it again.")
            .build();
      }
      return start;
    } catch (IOException e) {
      throw RepconvException.of(ErrorCode.FILE_NOT_FOUND)
          .at(path.toString())
          .observed("the file cannot be read (" + e.getMessage() + ")")
          .cause(e)
          .build();
    }
  }

  /** What a zip is, told from the names of its entries. */
  static FileKind kindOf(TorchArchive archive) {
    if (archive.has("archive_format") || archive.has("models/model.json")) {
      return FileKind.EXPORTED_PROGRAM;
    }
    if (archive.has("serialized_exported_program.json")) {
      return FileKind.OLD_EXPORTED_PROGRAM;
    }
    if (archive.has("constants.pkl") && archive.has("data.pkl")) {
      return FileKind.TORCHSCRIPT;
    }
    if (archive.has("model.json")) {
      return FileKind.OLD_TORCHSCRIPT;
    }
    if (archive.has("data.pkl")) {
      return FileKind.CHECKPOINT;
    }
    return archive.has(".data/version") ? FileKind.TORCH_PACKAGE : FileKind.OTHER_ZIP;
  }

  private static FileKind kindOf(byte[] start) {
    if (startsWith(start, LEGACY_MAGIC)) {
      return FileKind.LEGACY_CHECKPOINT;
    }
    if (start.length > 1 && (start[0] & 0xff) == 0x80 && start[1] >= 2 && start[1] <= 5) {
      return FileKind.BARE_PICKLE;
    }
    if (hasAt(start, 4, "PTMF")) {
      return FileKind.MOBILE_FLATBUFFER;
    }
    if (hasAt(start, 0, "DJL@")) {
      return FileKind.DJL_PARAMETERS;
    }
    if (hasAt(start, 257, "ustar")) {
      return FileKind.TAR;
    }
    if (isSafetensors(start)) {
      return FileKind.SAFETENSORS;
    }
    return textKind(start);
  }

  private static FileKind textKind(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("version https://git-lfs")) {
      return FileKind.GIT_LFS_POINTER;
    }
    if (text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<head")) {
      return FileKind.HTML;
    }
    for (byte b : start) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return FileKind.UNKNOWN;
      }
    }
    return FileKind.TEXT;
  }

  /** Eight bytes of header length, then a JSON object. */
  private static boolean isSafetensors(byte[] start) {
    if (start.length < 10 || start[8] != '{') {
      return false;
    }
    long length = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return length > 1 && length < 1L << 32 && (start[9] == '"' || start[9] == '}');
  }

  private static boolean startsWith(byte[] start, byte[] signature) {
    if (start.length < signature.length) {
      return false;
    }
    for (int i = 0; i < signature.length; i++) {
      if (start[i] != signature[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasAt(byte[] start, int offset, String signature) {
    return start.length >= offset + signature.length()
        && new String(start, offset, signature.length(), StandardCharsets.ISO_8859_1)
            .equals(signature);
  }
}
