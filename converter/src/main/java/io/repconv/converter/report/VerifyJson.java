package io.repconv.converter.report;

import com.google.gson.JsonObject;
import io.repconv.converter.Verification;
import io.repconv.converter.Version;

/** What {@code repconv verify --json} prints; docs/guide/json.md describes it. */
public final class VerifyJson {
  private VerifyJson() {}

  public static JsonObject of(Verification verification) {
    JsonObject object = new JsonObject();
    object.addProperty("repconv", Version.current());
    object.addProperty("command", "verify");
    object.add("original", NetworkJson.model(verification.original()));
    object.add("deployed", NetworkJson.model(verification.deployed()));
    object.add("check", CheckJson.of(verification.check()));
    return object;
  }
}
