package io.repconv.converter.report;

import io.repconv.converter.markup.Markup;
import io.repconv.converter.report.Finding.Outcome;
import io.repconv.runtime.check.CheckReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A report as the JUnit XML that CI servers read: a suite for each part of the check, a test case
 * for each thing that was checked.
 */
final class ReportJunit {
  private ReportJunit() {}

  static String of(Report report) {
    List<Finding> findings = Finding.of(report);
    Map<String, List<Finding>> parts = new LinkedHashMap<>();
    findings.forEach(f -> parts.computeIfAbsent(f.part(), part -> new ArrayList<>()).add(f));
    double seconds =
        report.check().map(CheckReport::seconds).orElse(Map.of()).values().stream()
            .mapToDouble(Double::doubleValue)
            .sum();
    Markup xml = new Markup().trusted("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").line();
    xml.open(
            "testsuites",
            "name",
            "repconv " + report.command() + " " + report.original(),
            "tests",
            String.valueOf(findings.size()),
            "failures",
            count(findings, Outcome.FAILED),
            "errors",
            "0",
            "time",
            String.format(Locale.ROOT, "%.3f", seconds))
        .line();
    parts.forEach((part, members) -> suite(xml, report, part, members));
    return xml.close(1).toString();
  }

  private static void suite(Markup xml, Report report, String part, List<Finding> findings) {
    xml.open(
            "testsuite",
            "name",
            part,
            "tests",
            String.valueOf(findings.size()),
            "failures",
            count(findings, Outcome.FAILED),
            "errors",
            "0",
            "skipped",
            count(findings, Outcome.SKIPPED))
        .line();
    for (Finding finding : findings) {
      xml.open(
          "testcase",
          "classname",
          "repconv." + report.command() + "." + part.replace(' ', '-'),
          "name",
          finding.name());
      if (finding.outcome() == Outcome.FAILED) {
        xml.element(
            "failure",
            finding.message(),
            "message",
            finding.message().lines().findFirst().orElse(""),
            "type",
            finding.code().code());
      } else if (finding.outcome() == Outcome.SKIPPED) {
        xml.empty("skipped", "message", finding.message());
      }
      xml.close(1);
    }
    xml.close(1);
  }

  private static String count(List<Finding> findings, Outcome outcome) {
    return String.valueOf(findings.stream().filter(f -> f.outcome() == outcome).count());
  }
}
