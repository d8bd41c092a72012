package io.repconv.converter.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.repconv.converter.Folded;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.fold.MultiBranchBlock;
import io.repconv.graph.fold.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A report in the Static Analysis Results Interchange Format, version 2.1.0: an error for each
 * thing that failed, a note for each block that stayed multi-branch and each place where a fold was
 * refused. The rules are the codes of errors; their help is the page of each.
 */
final class ReportSarif {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
  private static final ErrorCode NOTE = ErrorCode.STILL_MULTI_BRANCH;

  private final Report report;
  private final List<JsonObject> results = new ArrayList<>();
  private final Set<ErrorCode> rules = new TreeSet<>();

  private ReportSarif(Report report) {
    this.report = report;
  }

  static JsonObject of(Report report) {
    ReportSarif sarif = new ReportSarif(report);
    sarif.addResults();
    JsonObject log = new JsonObject();
    log.addProperty("$schema", SCHEMA);
    log.addProperty("version", "2.1.0");
    log.add("runs", NetworkJson.array(List.of(sarif.run()), run -> run));
    return log;
  }

  private void addResults() {
    for (Finding finding : Finding.of(report)) {
      if (finding.outcome() == Finding.Outcome.FAILED) {
        String message =
            finding.name().equals(finding.code().code())
                ? finding.message()
                : "%s: %s: %s".formatted(finding.part(), finding.name(), finding.message());
        add(finding.code(), "error", message, finding.name());
      }
    }
    report.folded().ifPresent(this::addNotes);
  }

  private void addNotes(Folded folded) {
    for (MultiBranchBlock block : folded.multiBranchBlocks()) {
      add(
          NOTE,
          "note",
          "%s: %d branches stayed".formatted(block.join(), block.branches()),
          block.join());
    }
    for (Refusal refusal : folded.refusals()) {
      add(NOTE, "note", refusal.node() + ": " + refusal.reason(), refusal.node());
    }
  }

  private void add(ErrorCode code, String level, String message, String place) {
    rules.add(code);
    JsonObject result = new JsonObject();
    result.addProperty("ruleId", code.code());
    result.addProperty("level", level);
    result.add("message", text(message));
    JsonObject artifact = new JsonObject();
    artifact.add("artifactLocation", location(report.original()));
    JsonObject region = new JsonObject();
    region.addProperty("startLine", 1);
    artifact.add("region", region);
    JsonObject logical = new JsonObject();
    logical.addProperty("fullyQualifiedName", place);
    JsonObject location = new JsonObject();
    location.add("physicalLocation", artifact);
    location.add("logicalLocations", NetworkJson.array(List.of(logical), name -> name));
    result.add("locations", NetworkJson.array(List.of(location), one -> one));
    results.add(result);
  }

  private JsonObject run() {
    JsonObject driver = new JsonObject();
    driver.addProperty("name", "repconv");
    driver.addProperty("version", report.environment().repconv());
    driver.add("rules", NetworkJson.array(List.copyOf(rules), ReportSarif::rule));
    JsonObject tool = new JsonObject();
    tool.add("driver", driver);
    JsonObject run = new JsonObject();
    run.add("tool", tool);
    JsonObject invocation = new JsonObject();
    invocation.addProperty("executionSuccessful", report.failure().isEmpty());
    report.failure().ifPresent(e -> invocation.addProperty("exitCode", e.code().status().number()));
    run.add("invocations", NetworkJson.array(List.of(invocation), one -> one));
    run.add("artifacts", NetworkJson.array(report.files(), ReportSarif::artifact));
    JsonArray array = NetworkJson.array(results, result -> result);
    for (int i = 0; i < results.size(); i++) {
      String id = results.get(i).get("ruleId").getAsString();
      int index = List.copyOf(rules).stream().map(ErrorCode::code).toList().indexOf(id);
      results.get(i).addProperty("ruleIndex", index);
    }
    run.add("results", array);
    return run;
  }

  private static JsonObject rule(ErrorCode code) {
    ErrorPage page = ErrorPage.of(code);
    JsonObject rule = new JsonObject();
    rule.addProperty("id", code.code());
    rule.add("shortDescription", text(page.title()));
    JsonObject help = text(page.markdown());
    help.addProperty("markdown", page.markdown());
    rule.add("help", help);
    return rule;
  }

  private static JsonObject artifact(FileRecord file) {
    JsonObject artifact = new JsonObject();
    artifact.add("location", location(file.path()));
    file.sha256()
        .ifPresent(
            sha256 -> {
              JsonObject hashes = new JsonObject();
              hashes.addProperty("sha-256", sha256);
              artifact.add("hashes", hashes);
            });
    return artifact;
  }

  private static JsonObject location(Path file) {
    JsonObject location = new JsonObject();
    location.addProperty("uri", uri(file));
    return location;
  }

  /** A relative path stays relative: viewers resolve it against the sources. */
  private static String uri(Path file) {
    String path = file.toString().replace('\\', '/');
    try {
      return new URI(file.isAbsolute() ? "file" : null, null, dotted(path), null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A colon in its first part would make a path a scheme. */
  private static String dotted(String path) {
    int slash = path.indexOf('/');
    return (slash < 0 ? path : path.substring(0, slash)).contains(":") ? "./" + path : path;
  }

  private static JsonObject text(String text) {
    JsonObject message = new JsonObject();
    message.addProperty("text", text);
    return message;
  }
}
