package io.repconv.converter.cli;

import io.repconv.runtime.Device;
import io.repconv.runtime.check.CheckPolicy;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.Options;

/**
 * The options that say how two models are compared and reported on, the same for every command that
 * does.
 */
final class CheckOptions {
  /** Those of {@link ModelOptions} included. */
  static final Set<String> REPEATABLE = Set.of("--input", BoundSizes.NAME, "--report");

  private CheckOptions() {}

  static Options options() {
    return new Options()
        .addOption(BoundSizes.option("the check uses"))
        .addOption(
            Arguments.valueOption(
                "device", "cpu|cuda[:N]", "where the check runs the deployed model; cpu"))
        .addOption(
            Arguments.valueOption(
                "tolerance", "X", "largest error allowed, as a part of the largest output"))
        .addOption(ReportOption.option());
  }

  static CheckPolicy policy(Arguments arguments) {
    CheckPolicy policy = CheckPolicy.DEFAULT.withBound(BoundSizes.of(arguments));
    Optional<Double> tolerance = arguments.positive("tolerance");
    return tolerance.map(policy::withTolerance).orElse(policy);
  }

  static Device device(Arguments arguments) {
    return Device.parse(arguments.text("device").orElse("cpu"));
  }
}
