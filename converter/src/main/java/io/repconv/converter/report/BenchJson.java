package io.repconv.converter.report;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.repconv.converter.Bench;
import io.repconv.converter.Version;
import io.repconv.runtime.bench.Quartiles;
import io.repconv.runtime.bench.Timing;

/** What {@code repconv bench --json} prints; docs/guide/json.md describes it. */
public final class BenchJson {
  private BenchJson() {}

  public static JsonObject of(Bench bench) {
    JsonObject object = new JsonObject();
    object.addProperty("repconv", Version.current());
    object.addProperty("command", "bench");
    object.addProperty("device", bench.device().toString());
    object.addProperty("processor", bench.processor());
    object.addProperty("threads", bench.threads());
    object.add("inputs", NetworkJson.array(bench.inputs(), BenchJson::input));
    object.addProperty("worstError", bench.worstError());
    object.addProperty("tolerance", bench.tolerance());
    object.addProperty("warmUp", bench.timings().warmUp());
    object.addProperty("runs", bench.timings().rounds());
    object.add("models", NetworkJson.array(bench.timings().timings(), BenchJson::timing));
    return object;
  }

  private static JsonObject input(Bench.Input input) {
    JsonObject object = new JsonObject();
    object.addProperty("name", input.name());
    object.addProperty("type", input.type().text());
    object.add(
        "shape", NetworkJson.array(input.shape().dims(), dim -> new JsonPrimitive(dim.value())));
    return object;
  }

  private static JsonObject timing(Timing timing) {
    JsonObject object = new JsonObject();
    object.addProperty("name", timing.name());
    object.addProperty("runtime", timing.runtime());
    object.add("seconds", quartiles(timing.seconds()));
    object.add("ratio", quartiles(timing.ratio()));
    return object;
  }

  private static JsonObject quartiles(Quartiles quartiles) {
    JsonObject object = new JsonObject();
    object.addProperty("first", quartiles.first());
    object.addProperty("median", quartiles.median());
    object.addProperty("third", quartiles.third());
    return object;
  }
}
