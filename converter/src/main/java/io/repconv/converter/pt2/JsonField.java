package io.repconv.converter.pt2;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.repconv.converter.torchscript.archive.TorchArchive;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a JSON entry that knows where it stands. Every question about something that is not
 * there, or of another type, is a MALFORMED error with the path to it.
 */
record JsonField(JsonElement element, String where) {
  private static final long MAX_BYTES = 64L << 20;

  /**
   * Reads an entry. Gson bounds the nesting to 255.
   *
   * @throws RepconvException MISSING_DATA, TOO_LARGE, MALFORMED
   */
  static JsonField read(TorchArchive archive, String entry) {
    String where = archive.path() + ", " + entry;
    long size = archive.bytes(entry).remaining();
    if (size > MAX_BYTES) {
      throw RepconvException.of(ErrorCode.TOO_LARGE)
          .at(where)
          .observed("%d bytes of JSON".formatted(size))
          .expected("at most %d bytes (%d MiB)".formatted(MAX_BYTES, MAX_BYTES >> 20))
          .build();
    }
    try {
      return new JsonField(JsonParser.parseString(archive.text(entry)), where);
    } catch (JsonParseException e) {
      throw RepconvException.of(ErrorCode.MALFORMED)
          .at(where)
          .observed("no JSON: " + e.getMessage())
          .expected("what torch.export.save writes")
          .cause(e)
          .build();
    }
  }

  /** The JSON that this string holds. */
  JsonField parsed() {
    try {
      return new JsonField(JsonParser.parseString(text()), where);
    } catch (JsonParseException e) {
      throw malformed("JSON in a string");
    }
  }

  private JsonObject object() {
    if (!element.isJsonObject()) {
      throw malformed("an object");
    }
    return element.getAsJsonObject();
  }

  boolean has(String name) {
    return find(name).isPresent();
  }

  /** The member, empty where it is missing or null. */
  Optional<JsonField> find(String name) {
    JsonElement member = object().get(name);
    return member == null || member.isJsonNull()
        ? Optional.empty()
        : Optional.of(new JsonField(member, where + "." + name));
  }

  JsonField get(String name) {
    return find(name).orElseThrow(() -> malformed("a member '" + name + "'"));
  }

  /** The members in their order. */
  Map<String, JsonField> members() {
    Map<String, JsonField> members = new LinkedHashMap<>();
    object()
        .asMap()
        .forEach((name, member) -> members.put(name, new JsonField(member, where + "." + name)));
    return members;
  }

  /** The one member of a tagged union, {@code {"as_int": 3}}. */
  Map.Entry<String, JsonField> variant() {
    Map<String, JsonField> members = members();
    if (members.size() != 1) {
      throw malformed("an object with one member");
    }
    return members.entrySet().iterator().next();
  }

  List<JsonField> items() {
    if (!element.isJsonArray()) {
      throw malformed("a list");
    }
    List<JsonField> items = new ArrayList<>();
    for (JsonElement item : element.getAsJsonArray()) {
      items.add(new JsonField(item, where + "[" + items.size() + "]"));
    }
    return items;
  }

  String text() {
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
      throw malformed("a string");
    }
    return element.getAsString();
  }

  /** A string, or another primitive as text: the key of a dict. */
  String name() {
    if (!element.isJsonPrimitive()) {
      throw malformed("a name");
    }
    return element.getAsString();
  }

  long integer() {
    try {
      return element.getAsJsonPrimitive().getAsBigDecimal().longValueExact();
    } catch (IllegalStateException | ArithmeticException | NumberFormatException e) {
      throw malformed("an int of 64 bits");
    }
  }

  /** A number; infinities and NaN are strings. */
  double real() {
    try {
      return element.getAsJsonPrimitive().getAsDouble();
    } catch (IllegalStateException | NumberFormatException e) {
      throw malformed("a number");
    }
  }

  boolean flag() {
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isBoolean()) {
      throw malformed("true or false");
    }
    return element.getAsBoolean();
  }

  RepconvException malformed(String expected) {
    String text = element.toString();
    return RepconvException.of(ErrorCode.MALFORMED)
        .at(where)
        .observed(text.length() > 80 ? text.substring(0, 80) + "..." : text)
        .expected(expected)
        .build();
  }
}
