package io.repconv.converter.report;

import com.google.gson.JsonObject;
import io.repconv.converter.Folded;
import java.util.Map;

/** What {@code repconv inspect --json} prints; docs/guide/json.md describes it. */
public final class InspectJson {
  private InspectJson() {}

  public static JsonObject of(Folded folded) {
    return NetworkJson.of("inspect", folded, Map.of());
  }
}
