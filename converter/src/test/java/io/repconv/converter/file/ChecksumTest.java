package io.repconv.converter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumTest {
  @TempDir private Path folder;

  /** The first example of FIPS 180-2. */
  @Test
  void theChecksumOfAbcIsThatOfTheStandard() throws IOException {
    Path file = Files.writeString(folder.resolve("abc"), "abc");

    assertThat(Checksum.sha256(file))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    assertThatThrownBy(() -> Checksum.sha256(folder.resolve("none")))
        .hasMessageContaining("none: its checksum cannot be computed")
        .hasMessageContaining("[RC-101]");
  }
}
