package io.repconv.converter.report;

import io.repconv.converter.Version;
import io.repconv.runtime.Processor;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when a report was made.
 *
 * @param repconv its version
 * @param java the virtual machine
 * @param system the operating system
 * @param processor the processor's model
 * @param cores how many threads it runs at once
 * @param time when, in UTC
 */
record Environment(
    String repconv, String java, String system, String processor, int cores, Instant time) {

  static Environment current() {
    return new Environment(
        Version.current(),
        "%s (%s)"
            .formatted(System.getProperty("java.version"), System.getProperty("java.vm.vendor")),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")),
        Processor.name(),
        Runtime.getRuntime().availableProcessors(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }
}
