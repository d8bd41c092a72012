package io.repconv.converter.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.LazilyParsedNumber;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.Reader;

/** Reads JSON as RFC 8259 has it, and refuses a key that stands twice in an object. */
final class JsonTree {
  private final JsonReader in;

  private JsonTree(Reader text) {
    this.in = new JsonReader(text);
    in.setStrictness(Strictness.STRICT);
  }

  /**
   * The one value of a text; the reader bounds the nesting to 255.
   *
   * @throws IOException where it is not JSON, with line and column
   */
  static JsonElement read(Reader text) throws IOException {
    JsonTree tree = new JsonTree(text);
    JsonElement element = tree.element();
    if (tree.in.peek() != JsonToken.END_DOCUMENT) {
      throw new MalformedJsonException("more after the end" + tree.place());
    }
    return element;
  }

  private JsonElement element() throws IOException {
    return switch (in.peek()) {
      case BEGIN_OBJECT -> object();
      case BEGIN_ARRAY -> array();
      case STRING -> new JsonPrimitive(in.nextString());
      case NUMBER -> new JsonPrimitive(new LazilyParsedNumber(in.nextString()));
      case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
      default -> {
        in.nextNull();
        yield JsonNull.INSTANCE;
      }
    };
  }

  private JsonObject object() throws IOException {
    JsonObject object = new JsonObject();
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      if (object.has(name)) {
        throw new MalformedJsonException("the key '" + name + "' for the second time" + place());
      }
      object.add(name, element());
    }
    in.endObject();
    return object;
  }

  private JsonArray array() throws IOException {
    JsonArray array = new JsonArray();
    in.beginArray();
    while (in.hasNext()) {
      array.add(element());
    }
    in.endArray();
    return array;
  }

  private String place() {
    return " at path " + in.getPath();
  }
}
