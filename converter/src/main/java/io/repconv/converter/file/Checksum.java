package io.repconv.converter.file;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      MappedFile mapped = new MappedFile(channel);
      byte[] chunk = new byte[CHUNK];
      for (long at = 0; at < mapped.size(); at += CHUNK) {
        int count = (int) Math.min(CHUNK, mapped.size() - at);
        mapped.slice(at, count).get(chunk, 0, count);
        digest.update(chunk, 0, count);
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
