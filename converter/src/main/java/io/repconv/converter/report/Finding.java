package io.repconv.converter.report;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import io.repconv.graph.certificate.Certificate;
import io.repconv.graph.proof.Proof;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.Comparison;
import io.repconv.runtime.check.Deviation;
import io.repconv.runtime.check.Sample;
import io.repconv.runtime.check.ValueReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing that was checked, as test reports count them.
 *
 * @param part the part of the check it belongs to
 * @param name what was checked
 * @param message what was found; empty where it passed
 * @param code what a failure is called
 */
record Finding(String part, String name, Outcome outcome, String message, ErrorCode code) {
  enum Outcome {
    PASSED,
    FAILED,
    /** It could not be checked, or says nothing. */
    SKIPPED
  }

  /** Everything that a report has on what was checked, in the order in which it was. */
  static List<Finding> of(Report report) {
    List<Finding> findings = new ArrayList<>();
    report.check().ifPresent(check -> addAll(check, findings));
    boolean told = findings.stream().anyMatch(finding -> finding.outcome() == Outcome.FAILED);
    report
        .failure()
        .filter(failure -> !told)
        .ifPresent(failure -> findings.add(of(report.command(), failure)));
    if (findings.isEmpty()) {
      findings.add(
          new Finding(
              report.command(),
              String.valueOf(report.original().getFileName()),
              Outcome.SKIPPED,
              "not checked",
              ErrorCode.NOT_VERIFIED));
    }
    return findings;
  }

  private static Finding of(String command, RepconvException failure) {
    return new Finding(
        command,
        failure.code().code(),
        Outcome.FAILED,
        String.valueOf(failure.getMessage()),
        failure.code());
  }

  private static void addAll(CheckReport check, List<Finding> findings) {
    check.certificates().forEach(certificate -> findings.add(of(certificate)));
    check.proof().ifPresent(proof -> findings.add(of(proof)));
    check.values().ifPresent(values -> findings.add(of(check, values)));
    for (Sample sample : check.samples()) {
      sample.comparisons().forEach(comparison -> findings.add(of(check, sample, comparison)));
    }
  }

  private static Finding of(Certificate certificate) {
    Certificate.Deviation deviation = certificate.deviation();
    Outcome outcome = Outcome.PASSED;
    String message = "";
    if (deviation != null) {
      outcome = Outcome.FAILED;
      message = "for %s the folded convolution %s".formatted(deviation.run(), deviation.reason());
    } else if (certificate.runs().isEmpty()) {
      outcome = Outcome.SKIPPED;
      message = "too large to be computed both ways";
    }
    return new Finding(
        "certificates", certificate.place(), outcome, message, ErrorCode.CERTIFICATE_FAILED);
  }

  /** What cannot be proved may still be right: samples decide. */
  private static Finding of(Proof proof) {
    boolean proved = proof.isWithinRounding();
    return new Finding(
        "proof",
        "the same network up to rounding",
        proved ? Outcome.PASSED : Outcome.SKIPPED,
        proved
            ? ""
            : proof.parting().isPresent()
                ? "the graphs are not the same, so samples alone speak"
                : "a weight is farther from the fold than rounding explains, so samples alone"
                    + " speak",
        ErrorCode.NOT_EQUIVALENT);
  }

  /** Where a proof holds, a value that differs speaks against nothing. */
  private static Finding of(CheckReport check, ValueReport values) {
    Optional<Deviation> parting = values.first().filter(first -> !check.passed());
    return new Finding(
        "value by value",
        "%d of %s".formatted(values.compared(), Quantity.plural(values.values(), "value")),
        parting.isPresent() ? Outcome.FAILED : Outcome.PASSED,
        parting.map(Finding::text).orElse(""),
        ErrorCode.NOT_EQUIVALENT);
  }

  private static String text(Deviation first) {
    return "the first to differ is %s of %s: %s instead of %s at %s, off by %.2e of the channel's largest, expected at most %.2e"
        .formatted(
            first.value(),
            first.layer(),
            first.actual(),
            first.expected(),
            first.position(),
            first.error(),
            first.allowed());
  }

  private static Finding of(CheckReport check, Sample sample, Comparison comparison) {
    Outcome outcome = Outcome.PASSED;
    String message = "";
    if (comparison.fails()) {
      outcome = Outcome.FAILED;
      message =
          "%s instead of %s at %s: off by %.2e of the largest output, expected at most %.2e"
              .formatted(
                  comparison.statistics().actual(),
                  comparison.statistics().expected(),
                  comparison.position(),
                  comparison.statistics().relativeMax(),
                  comparison.tolerance());
    } else if (!comparison.counted()) {
      outcome = Outcome.SKIPPED;
      message = "one rounding of the input changes it by more than the tolerance";
    }
    return new Finding(
        check.describe(comparison.pair()),
        "%s, %s".formatted(comparison.output(), sample.description()),
        outcome,
        message,
        comparison.pair().code());
  }
}
