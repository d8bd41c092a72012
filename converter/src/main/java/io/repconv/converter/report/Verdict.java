package io.repconv.converter.report;

import io.repconv.graph.ExitStatus;

/** What a report comes to in one line. */
enum Verdict {
  PROVED("Proved equivalent to the original"),
  EQUIVALENT("Equivalent to the original"),
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
    return report.check().map(check -> check.proved() ? PROVED : EQUIVALENT).orElse(NOT_CHECKED);
  }

  @Override
  public String toString() {
    return text;
  }
}
