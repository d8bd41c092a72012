package io.repconv.converter.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.repconv.converter.Export;
import java.util.Map;

/** The result of an export as JSON. */
final class ExportJson {
  private ExportJson() {}

  /**
   * The result of an export.
   *
   * @param bound the sizes that the user chose for open ones
   */
  static JsonObject of(Export export, Map<String, Long> bound) {
    JsonObject object = NetworkJson.of("export", export.folded(), bound);
    object.add("check", export.check().<JsonElement>map(CheckJson::of).orElse(JsonNull.INSTANCE));
    JsonObject file = new JsonObject();
    file.addProperty("path", export.file().toString());
    file.addProperty("bytes", export.bytes());
    file.addProperty("opset", export.opset());
    file.addProperty("written", export.written());
    object.add("file", file);
    return object;
  }
}
