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

/** Checksums of files, as {@code sha256sum} prints them. */
public final class Checksum {
  private static final int CHUNK = 1 << 16;

  private Checksum() {}

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
