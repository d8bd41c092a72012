package io.repconv.converter.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;

/** How results are printed as JSON: indented, numbers in full, nothing escaped for HTML. */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private Json() {}

  public static String text(JsonElement element) {
    return GSON.toJson(element);
  }
}
