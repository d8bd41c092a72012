package io.repconv.converter.report;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.repconv.converter.Version;
import io.repconv.converter.bundle.BundleReplay;
import io.repconv.graph.RepconvException;

/** What {@code repconv verify BUNDLE --json} prints; docs/guide/json.md describes it. */
public final class BundleJson {
  private BundleJson() {}

  public static JsonObject of(BundleReplay replay) {
    RepconvException failure = replay.failure();
    JsonObject object = new JsonObject();
    object.addProperty("repconv", Version.current());
    object.addProperty("command", "verify");
    object.addProperty("bundle", replay.bundle().toString());
    object.addProperty("runtime", replay.runtime());
    object.addProperty("checksums", replay.files());
    object.addProperty("tolerance", replay.tolerance());
    object.add("outputs", NetworkJson.array(replay.outputs(), BundleJson::output));
    object.addProperty("passed", failure == null);
    if (failure == null) {
      object.add("failure", JsonNull.INSTANCE);
    } else {
      object.addProperty("failure", failure.getMessage());
    }
    return object;
  }

  private static JsonObject output(BundleReplay.Output output) {
    JsonObject object = new JsonObject();
    object.addProperty("dataSet", output.dataSet());
    object.addProperty("output", output.name());
    object.addProperty("agrees", output.agreement().agrees());
    CheckJson.number(object, "relativeError", output.agreement().error());
    return object;
  }
}
