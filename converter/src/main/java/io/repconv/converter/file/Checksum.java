package io.repconv.converter.file;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Checksums of files, as {@code sha256sum} prints them. */
public final class Checksum {
  private static final int CHUNK = 1 << 16;

  private Checksum() {}

  /**
   * Starts to compute {@link #sha256} on another thread, which does not keep the JVM from ending.
   * Asking for it waits, and throws what that does.
   */
  public static Supplier<String> meanwhile(Path file) {
    FutureTask<String> task = new FutureTask<>(() -> sha256(file));
    Thread thread = new Thread(task, "sha256 of " + file);
    thread.setDaemon(true);
    thread.start();
    return () -> {
      try {
        return task.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RepconvException refused
            ? refused
            : new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a checksum was computed", e);
      }
    };
  }

  /**
   * The SHA-256 of a file's bytes in lower-case hexadecimal.
   *
   * @throws RepconvException FILE_NOT_FOUND where the file cannot be read
   */
  public static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw RepconvException.of(ErrorCode.FILE_NOT_FOUND)
          .at(file.toString())
          .observed("its checksum cannot be computed: the file cannot be read")
          .cause(e)
          .build();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
