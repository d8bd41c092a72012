package io.repconv.converter.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.repconv.converter.Verification;
import io.repconv.converter.Version;

/** The result of a verification as JSON. */
final class VerifyJson {
  private VerifyJson() {}

  static JsonObject of(Verification verification) {
    JsonObject object = new JsonObject();
    object.addProperty("repconv", Version.current());
    object.addProperty("command", "verify");
    object.add("original", NetworkJson.model(verification.original()));
    object.add("deployed", NetworkJson.model(verification.deployed()));
    object.add("check", CheckJson.of(verification.check()));
    object.add(
        "tensorCores",
        verification.tensorCores().<JsonElement>map(CheckJson::of).orElse(JsonNull.INSTANCE));
    return object;
  }
}
