package io.repconv.converter.report;

import io.repconv.graph.ExitStatus;
import io.repconv.runtime.check.CheckReport;

/** What a report comes to in one line. */
enum Verdict {
  PROVED("Proved equivalent to the original"),
  EQUIVALENT("Equivalent to the original"),
  /** The original itself did not run: nothing is said of the reading. */
  EQUIVALENT_TO_IMPORT("Equivalent to what was read"),
  NOT_EQUIVALENT("Not equivalent to the original"),
  NOT_CHECKED("Not checked"),
  FAILED("Ended with an error");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  static Verdict of(Report report) {
    if (report.failure().isPresent()) {
      ExitStatus status = report.failure().get().code().status();
      return status == ExitStatus.NOT_EQUIVALENT ? NOT_EQUIVALENT : FAILED;
    }
    return report.check().map(Verdict::of).orElse(NOT_CHECKED);
  }

  private static Verdict of(CheckReport check) {
    if (!check.originalRan()) {
      return EQUIVALENT_TO_IMPORT;
    }
    return check.proved() ? PROVED : EQUIVALENT;
  }

  @Override
  public String toString() {
    return text;
  }
}
