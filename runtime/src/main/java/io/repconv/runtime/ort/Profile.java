package io.repconv.runtime.ort;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The profile of a session's first run, in a folder of its own until it is read. */
final class Profile {
  private final Path folder;

  private Profile(Path folder) {
    this.folder = folder;
  }

  /** Has a session write one. */
  static Profile of(SessionOptions session) throws OrtException {
    try {
      Path folder = Files.createTempDirectory("repconv-profile");
      session.enableProfiling(folder.resolve("session").toString());
      return new Profile(folder);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Ends it, reads it and removes it. */
  Placement end(OrtSession session) throws OrtException {
    Path file = Path.of(session.endProfiling());
    try {
      return Placement.read(file);
    } catch (IOException e) {
      throw unwritable(e);
    } finally {
      remove();
    }
  }

  /** Removes what there is of it. */
  void remove() {
    File[] files = folder.toFile().listFiles();
    for (File file : files == null ? new File[0] : files) {
      file.delete();
    }
    folder.toFile().delete();
  }

  private static RepconvException unwritable(IOException e) {
    return RepconvException.of(ErrorCode.CANNOT_WRITE)
        .at(System.getProperty("java.io.tmpdir"))
        .observed("the profile that tells which device ran the model cannot be kept there")
        .cause(e)
        .build();
  }
}
