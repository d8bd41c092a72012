package io.repconv.converter.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.repconv.converter.Export;
import io.repconv.graph.precision.HalfPrecision;
import java.util.List;
import java.util.Map;

/** The result of an export as JSON. */
public final class ExportJson {
  private ExportJson() {}

  /**
   * The result of an export.
   *
   * @param bound the sizes that the user chose for open ones
   */
  static JsonObject of(Export export, Map<String, Long> bound) {
    JsonObject object = NetworkJson.of("export", export.folded(), bound);
    object.add(
        "keptInFloat",
        export.folded().keptInFloat().<JsonElement>map(ExportJson::kept).orElse(JsonNull.INSTANCE));
    object.add("check", export.check().<JsonElement>map(CheckJson::of).orElse(JsonNull.INSTANCE));
    JsonObject file = new JsonObject();
    file.addProperty("path", export.file().toString());
    file.addProperty("bytes", export.bytes());
    file.addProperty("opset", export.opset());
    file.addProperty("written", export.written());
    object.add("file", file);
    return object;
  }

  /** The same without what differs from run to run and from machine to machine: times, folders. */
  public static JsonObject reproducible(Export export, Map<String, Long> bound) {
    JsonObject object = of(export, bound);
    object
        .getAsJsonObject("model")
        .addProperty("path", String.valueOf(export.folded().model().path().getFileName()));
    object.getAsJsonObject("file").addProperty("path", String.valueOf(export.file().getFileName()));
    if (object.get("check").isJsonObject()) {
      object.getAsJsonObject("check").remove("seconds");
    }
    return object;
  }

  private static JsonElement kept(List<HalfPrecision.Kept> nodes) {
    return NetworkJson.array(
        nodes,
        node -> {
          JsonObject object = new JsonObject();
          object.addProperty("node", node.node());
          object.addProperty("reason", node.reason());
          return object;
        });
  }
}
