package io.repconv.converter.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.repconv.converter.training.Problems.Problem;
import io.repconv.graph.NearestName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The keys of one object of a configuration. A key that is asked for is known; {@link #end} finds
 * those that are not. What is wrong is noted, and empty is what the key then has, as a key that is
 * not there or null.
 */
final class Keys {
  private static final int LONGEST_SHOWN = 80;

  private final JsonObject object;
  private final String path;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  Keys(JsonObject object, String path, Problems problems) {
    this.object = object;
    this.path = path;
    this.problems = problems;
  }

  private Optional<JsonElement> find(String name) {
    known.add(name);
    JsonElement value = object.get(name);
    return value == null || value.isJsonNull() ? Optional.empty() : Optional.of(value);
  }

  private Optional<JsonPrimitive> primitive(String name, String expected) {
    Optional<JsonElement> value = find(name);
    if (value.isPresent() && !value.get().isJsonPrimitive()) {
      wrong(name, expected);
      return Optional.empty();
    }
    return value.map(JsonElement::getAsJsonPrimitive);
  }

  boolean has(String name) {
    return find(name).isPresent();
  }

  /** Notes where a key is missing. */
  void require(String name) {
    if (!has(name)) {
      problem(name, "this is missing", "a value", "");
    }
  }

  /** The object of a key, which has to be there. */
  Keys object(String name) {
    if (!has(name)) {
      problem(name, "this is missing", "an object", "");
    }
    return objectOrEmpty(name);
  }

  /** The object of a key, or one without keys. */
  Keys objectOrEmpty(String name) {
    Optional<JsonElement> value = find(name);
    if (value.isPresent() && !value.get().isJsonObject()) {
      wrong(name, "an object");
    }
    JsonObject inner =
        value
            .filter(JsonElement::isJsonObject)
            .map(JsonElement::getAsJsonObject)
            .orElseGet(JsonObject::new);
    return new Keys(inner, place(name), problems);
  }

  Optional<Boolean> flag(String name) {
    String expected = "true or false";
    Optional<JsonPrimitive> value = primitive(name, expected);
    if (value.isPresent() && !value.get().isBoolean()) {
      wrong(name, expected);
      return Optional.empty();
    }
    return value.map(JsonPrimitive::getAsBoolean);
  }

  Optional<String> text(String name) {
    String expected = "a text that is not empty";
    Optional<JsonPrimitive> value = primitive(name, expected);
    if (value.isPresent() && (!value.get().isString() || value.get().getAsString().isBlank())) {
      wrong(name, expected);
      return Optional.empty();
    }
    return value.map(JsonPrimitive::getAsString);
  }

  /** A text, number or truth value, as it is written. */
  Optional<String> scalar(String name) {
    return primitive(name, "a text, a number, true or false").map(JsonPrimitive::getAsString);
  }

  Optional<Path> path(String name) {
    Optional<String> text = text(name);
    try {
      return text.map(Path::of);
    } catch (InvalidPathException e) {
      wrong(name, "the name of a file or folder");
      return Optional.empty();
    }
  }

  OptionalInt integer(String name, int least, int most) {
    OptionalLong number = integer(name, (long) least, (long) most);
    return number.isPresent()
        ? OptionalInt.of(Math.toIntExact(number.getAsLong()))
        : OptionalInt.empty();
  }

  OptionalLong integer(String name, long least, long most) {
    String expected = "a whole number from %d to %d".formatted(least, most);
    Optional<JsonPrimitive> value = primitive(name, expected);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      if (value.get().isNumber()) {
        long number = value.get().getAsBigDecimal().longValueExact();
        if (number >= least && number <= most) {
          return OptionalLong.of(number);
        }
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Noted below, as a number that is out of the range.
    }
    wrong(name, expected);
    return OptionalLong.empty();
  }

  OptionalDouble number(String name, Range range) {
    Optional<JsonPrimitive> value = primitive(name, range.text());
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (value.get().isNumber() && range.holds(value.get().getAsDouble())) {
      return OptionalDouble.of(value.get().getAsDouble());
    }
    wrong(name, range.text());
    return OptionalDouble.empty();
  }

  Optional<String> oneOf(String name, List<String> choices) {
    Optional<String> text = text(name);
    if (text.isPresent() && !choices.contains(text.get())) {
      problem(
          name,
          "'" + shown(text.get()) + "'",
          "one of " + String.join(", ", choices),
          meant(text.get(), choices));
      return Optional.empty();
    }
    return text;
  }

  /** What one of these names stands for. */
  <T> Optional<T> oneOf(String name, Map<String, T> choices) {
    return oneOf(name, List.copyOf(choices.keySet())).map(choices::get);
  }

  /** Notes the keys that nothing asked for. */
  void end() {
    for (String name : object.keySet()) {
      if (!known.contains(name)) {
        problem(name, "no such key", "one of " + String.join(", ", known), meant(name, known));
      }
    }
  }

  private static String meant(String name, Collection<String> choices) {
    return NearestName.of(name, choices).map("Did you mean %s?"::formatted).orElse("");
  }

  private void wrong(String name, String expected) {
    problem(name, shown(String.valueOf(object.get(name))), expected, "");
  }

  private static String shown(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
  }

  private String place(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  void problem(String name, String observed, String expected, String fix) {
    problems.add(new Problem(place(name), observed, expected, fix));
  }
}
