package io.repconv.converter.report;

import io.repconv.converter.file.Checksum;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that a report is about.
 *
 * @param role what it is: {@code original} or {@code deployed}
 * @param sha256 of its bytes; empty where no such file can be read
 */
record FileRecord(String role, Path path, Optional<String> sha256) {
  static FileRecord of(String role, Path path) {
    return new FileRecord(
        role,
        path,
        Files.isRegularFile(path) && Files.isReadable(path)
            ? Optional.of(Checksum.sha256(path))
            : Optional.empty());
  }
}
