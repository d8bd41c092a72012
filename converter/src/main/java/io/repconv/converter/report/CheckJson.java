package io.repconv.converter.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.repconv.graph.proof.Proof;
import io.repconv.graph.proof.WeightMatch;
import io.repconv.runtime.check.CheckReport;
import io.repconv.runtime.check.Comparison;
import io.repconv.runtime.check.Deviation;
import io.repconv.runtime.check.ErrorHistogram;
import io.repconv.runtime.check.ErrorStatistics;
import io.repconv.runtime.check.Sample;
import io.repconv.runtime.check.TensorSummary;
import io.repconv.runtime.check.ValueReport;
import java.util.Locale;

/** A check as JSON. */
final class CheckJson {
  private CheckJson() {}

  static JsonObject of(CheckReport report) {
    JsonObject object = new JsonObject();
    object.addProperty("passed", report.passed());
    object.addProperty("proved", report.proved());
    object.addProperty("originalRan", report.originalRan());
    object.addProperty("certificates", report.certificates().size());
    object.add(
        "proof", report.proof().<JsonElement>map(CheckJson::proof).orElse(JsonNull.INSTANCE));
    object.add("samples", NetworkJson.array(report.samples(), CheckJson::sample));
    object.add(
        "values", report.values().<JsonElement>map(CheckJson::values).orElse(JsonNull.INSTANCE));
    object.add("notes", NetworkJson.array(report.notes(), JsonPrimitive::new));
    JsonObject seconds = new JsonObject();
    report.seconds().forEach(seconds::addProperty);
    object.add("seconds", seconds);
    if (report.failure() == null) {
      object.add("failure", JsonNull.INSTANCE);
    } else {
      object.addProperty("failure", report.failure().getMessage());
    }
    return object;
  }

  private static JsonObject proof(Proof proof) {
    JsonObject object = new JsonObject();
    object.addProperty("sameGraph", proof.parting().isEmpty());
    object.addProperty("constants", proof.weights().size());
    object.addProperty("roundedOnce", proof.isRounded());
    object.addProperty("withinRounding", proof.isWithinRounding());
    object.add(
        "worst", proof.worst().<JsonElement>map(CheckJson::weight).orElse(JsonNull.INSTANCE));
    return object;
  }

  private static JsonObject weight(WeightMatch weight) {
    JsonObject object = new JsonObject();
    object.addProperty("layer", weight.layer());
    object.addProperty("parameter", weight.parameter());
    number(object, "units", weight.units());
    weight
        .worst()
        .ifPresent(
            element -> {
              object.add("position", NetworkJson.array(element.position(), JsonPrimitive::new));
              number(object, "expected", element.expected());
              number(object, "actual", element.actual());
            });
    return object;
  }

  private static JsonObject values(ValueReport report) {
    JsonObject object = new JsonObject();
    object.addProperty("compared", report.compared());
    object.addProperty("computed", report.values());
    number(object, "worst", report.worst());
    number(object, "allowed", report.allowed());
    object.add("partings", NetworkJson.array(report.partings(), CheckJson::parting));
    return object;
  }

  private static JsonObject parting(Deviation deviation) {
    JsonObject object = new JsonObject();
    object.addProperty("layer", deviation.layer());
    object.addProperty("value", deviation.value());
    object.addProperty("counterpart", deviation.original());
    object.addProperty("sample", deviation.sample());
    object.addProperty("channel", deviation.channel());
    object.add("position", NetworkJson.array(deviation.position(), JsonPrimitive::new));
    number(object, "expected", deviation.expected());
    number(object, "actual", deviation.actual());
    number(object, "error", deviation.error());
    number(object, "allowed", deviation.allowed());
    object.add("original", summary(deviation.originalSummary()));
    object.add("deployed", summary(deviation.deployedSummary()));
    return object;
  }

  private static JsonObject summary(TensorSummary summary) {
    JsonObject object = new JsonObject();
    number(object, "min", summary.min());
    number(object, "max", summary.max());
    number(object, "mean", summary.mean());
    return object;
  }

  private static JsonObject sample(Sample sample) {
    JsonObject object = new JsonObject();
    JsonObject sizes = new JsonObject();
    sample.sizes().forEach(sizes::addProperty);
    object.add("sizes", sizes);
    object.addProperty("input", sample.input());
    object.add("comparisons", NetworkJson.array(sample.comparisons(), CheckJson::comparison));
    return object;
  }

  private static JsonObject comparison(Comparison comparison) {
    ErrorStatistics statistics = comparison.statistics();
    JsonObject object = new JsonObject();
    object.addProperty("pair", comparison.pair().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    object.addProperty("output", comparison.output());
    object.addProperty("agrees", comparison.agrees());
    object.addProperty("counted", comparison.counted());
    number(object, "relativeError", statistics.relativeMax());
    number(object, "tolerance", comparison.tolerance());
    number(object, "maxError", statistics.max());
    number(object, "meanError", statistics.mean());
    number(object, "p50", statistics.p50());
    number(object, "p99", statistics.p99());
    number(object, "p999", statistics.p999());
    number(object, "scale", statistics.scale());
    number(object, "sqnr", statistics.sqnr());
    number(object, "cosine", statistics.cosine());
    number(object, "argmaxAgreement", statistics.argmaxAgreement());
    object.add("worstPosition", NetworkJson.array(comparison.position(), JsonPrimitive::new));
    object.add("histogram", histogram(statistics.histogram()));
    return object;
  }

  private static JsonObject histogram(ErrorHistogram histogram) {
    JsonObject object = new JsonObject();
    object.addProperty("equal", histogram.equal());
    object.addProperty("least", ErrorHistogram.LEAST);
    object.add("counts", NetworkJson.array(histogram.counts(), JsonPrimitive::new));
    return object;
  }

  /** JSON has no infinity and no NaN: they are null. */
  static void number(JsonObject object, String name, double value) {
    object.add(name, Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE);
  }
}
