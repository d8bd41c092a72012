package io.repconv.converter.bundle;

import io.repconv.converter.file.StagedFiles;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SHA-256 of files, in the form that {@code sha256sum -c} reads. */
final class Checksums {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");
  private static final int MOST_BYTES = 1 << 24;
  private static final int BLOCK = 1 << 16;

  private Checksums() {}

  static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[BLOCK];
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    } catch (IOException e) {
      throw BundleFiles.unreadable(file, e);
    }
  }

  /** Writes the checksums of all files of a folder into it. */
  static void write(Path folder) {
    StringBuilder text = new StringBuilder();
    for (String name : BundleFiles.list(folder)) {
      text.append(sha256(folder.resolve(name))).append("  ").append(name).append('\n');
    }
    Path file = folder.resolve(BundleFiles.CHECKSUMS);
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw StagedFiles.cannotWrite(file, "the checksums cannot be written", e);
    }
  }

  /**
   * Holds a folder to have the files that its checksums name, unchanged, and no others.
   *
   * @return how many they are
   * @throws RepconvException CORRUPT, MISSING_DATA or OUTSIDE_FOLDER
   */
  static int require(Path folder) {
    Map<String, String> expected = read(folder.resolve(BundleFiles.CHECKSUMS));
    List<String> present = BundleFiles.list(folder);
    for (String name : present) {
      if (!name.equals(BundleFiles.CHECKSUMS) && !expected.containsKey(name)) {
        throw changed(folder, name, "there is no checksum of it", "only files that have one");
      }
    }
    expected.forEach(
        (name, sum) -> {
          if (!present.contains(name)) {
            throw RepconvException.of(ErrorCode.MISSING_DATA)
                .at(folder.resolve(name).toString())
                .observed("it is not there")
                .expected("a file with the SHA-256 " + sum)
                .build();
          }
          String found = sha256(folder.resolve(name));
          if (!found.equals(sum)) {
            throw changed(folder, name, "its SHA-256 is " + found, sum);
          }
        });
    return expected.size();
  }

  private static Map<String, String> read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw RepconvException.of(ErrorCode.TOO_LARGE)
            .at(file.toString())
            .observed("it has %,d bytes".formatted(Files.size(file)))
            .expected("at most %,d".formatted(MOST_BYTES))
            .build();
      }
      Map<String, String> sums = new TreeMap<>();
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
          throw RepconvException.of(ErrorCode.MALFORMED)
              .at(file.toString())
              .observed("a line '%.80s'".formatted(line))
              .expected("a SHA-256, two spaces and the name of a file")
              .build();
        }
        sums.put(BundleFiles.requireInside(matcher.group(2), file.toString()), matcher.group(1));
      }
      return sums;
    } catch (IOException e) {
      throw BundleFiles.unreadable(file, e);
    }
  }

  private static RepconvException changed(
      Path folder, String name, String observed, String expected) {
    return RepconvException.of(ErrorCode.CORRUPT)
        .at(folder.resolve(name).toString())
        .observed(observed)
        .expected(expected)
        .why("The bundle is not what was written: its checksums do not hold.")
        .fix("Copy or download it again.")
        .build();
  }
}
