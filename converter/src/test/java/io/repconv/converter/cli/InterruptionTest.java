package io.repconv.converter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class InterruptionTest {
  private static void signal(String name) throws IOException, InterruptedException {
    String self = String.valueOf(ProcessHandle.current().pid());
    assertThat(new ProcessBuilder("kill", "-" + name, self).start().waitFor()).isZero();
  }

  @Test
  @Timeout(60)
  void aSignalIsAWishThatTheCommandSees() throws IOException, InterruptedException {
    for (String name : new String[] {"INT", "TERM"}) {
      try (Interruption interruption = new Interruption()) {
        assertThat(interruption.isWanted()).isFalse();
        signal(name);
        while (!interruption.isWanted()) {
          Thread.sleep(5);
        }
      }
    }
  }
}
