package io.repconv.converter.cli;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;

/** What tests assume of this machine. */
final class CudaDevice {
  private CudaDevice() {}

  /** Skips the test where there is an NVIDIA driver: there may be a device that can be used. */
  static void assumeNone() {
    assumeFalse(Files.exists(Path.of("/proc/driver/nvidia/version")), "there may be a device");
  }
}
