package io.repconv.converter.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.repconv.converter.quantization.LayerSpread;
import io.repconv.converter.quantization.WeightSpread;
import io.repconv.graph.RepconvException;
import io.repconv.runtime.check.CheckReport;
import java.util.Map;

/**
 * A report as JSON: what {@code --json} prints and {@code --report FILE.json} writes. {@code
 * docs/schema/report.schema.json} is its schema.
 */
public final class ReportJson {
  /** The version of the schema; it grows when a field changes its meaning or goes away. */
  public static final int SCHEMA = 1;

  private ReportJson() {}

  public static JsonObject of(Report report) {
    JsonObject object = new JsonObject();
    object.addProperty("schema", SCHEMA);
    JsonObject result =
        report
            .export()
            .map(export -> ExportJson.of(export, report.bound()))
            .or(() -> report.verification().map(VerifyJson::of))
            .or(() -> report.folded().map(f -> NetworkJson.of(report.command(), f, Map.of())))
            .orElseGet(() -> command(report));
    result.asMap().forEach(object::add);
    if (report.check().isEmpty()) {
      report.failure().ifPresent(failure -> object.add("error", error(failure)));
    }
    object.add("quantization", NetworkJson.array(report.quantization(), ReportJson::layer));
    object.add("environment", environment(report));
    object.add("files", NetworkJson.array(report.files(), ReportJson::file));
    return object;
  }

  private static JsonObject command(Report report) {
    JsonObject object = new JsonObject();
    object.addProperty("repconv", report.environment().repconv());
    object.addProperty("command", report.command());
    return object;
  }

  /** An error that ended a command, with its code and exit status. */
  public static JsonObject error(RepconvException e) {
    JsonObject error = new JsonObject();
    error.addProperty("code", e.code().code());
    error.addProperty("status", e.code().status().number());
    error.addProperty("message", e.getMessage());
    return error;
  }

  private static JsonObject layer(LayerSpread layer) {
    JsonObject object = new JsonObject();
    object.addProperty("place", layer.place());
    object.addProperty("output", layer.output());
    object.addProperty("risky", layer.isRisky());
    object.add("before", layer.before().map(ReportJson::spread).orElse(JsonNull.INSTANCE));
    object.add("after", spread(layer.after()));
    return object;
  }

  private static JsonElement spread(WeightSpread spread) {
    JsonObject object = new JsonObject();
    object.addProperty("channels", spread.channels());
    object.addProperty("smallest", spread.smallest());
    object.addProperty("median", spread.median());
    object.addProperty("largest", spread.largest());
    object.addProperty("ratio", spread.ratio());
    CheckJson.number(object, "perTensorSqnr", spread.perTensor());
    CheckJson.number(object, "perChannelSqnr", spread.perChannel());
    return object;
  }

  private static JsonObject environment(Report report) {
    Environment environment = report.environment();
    JsonObject object = new JsonObject();
    object.addProperty("java", environment.java());
    object.addProperty("system", environment.system());
    object.addProperty("processor", environment.processor());
    object.addProperty("cores", environment.cores());
    object.addProperty("time", environment.time().toString());
    JsonObject runtimes = new JsonObject();
    report.check().map(CheckReport::runtimes).orElse(Map.of()).forEach(runtimes::addProperty);
    object.add("runtimes", runtimes);
    return object;
  }

  private static JsonObject file(FileRecord file) {
    JsonObject object = new JsonObject();
    object.addProperty("role", file.role());
    object.addProperty("path", file.path().toString());
    object.add(
        "sha256", file.sha256().<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE));
    return object;
  }
}
