package io.repconv.runtime.zoo;

import io.repconv.graph.ErrorCode;
import io.repconv.graph.NearestName;
import io.repconv.graph.RepconvException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an architecture is told: the values that were given for some of its keys, and its defaults
 * for the others. Words match ignoring case, {@code -} and {@code _}.
 */
public final class Settings {
  private final String architecture;
  private final Map<String, String> values;

  /**
   * The settings of one build.
   *
   * @throws RepconvException UNKNOWN_ARCHITECTURE where a key is not one of the architecture's
   */
  Settings(String architecture, Map<String, String> defaults, Map<String, String> given) {
    this.architecture = architecture;
    this.values = new LinkedHashMap<>(defaults);
    Set<String> known = defaults.keySet();
    for (Map.Entry<String, String> entry : given.entrySet()) {
      if (!known.contains(entry.getKey())) {
        String fix =
            NearestName.of(entry.getKey(), known).map("Did you mean %s?"::formatted).orElse("");
        throw RepconvException.of(ErrorCode.UNKNOWN_ARCHITECTURE)
            .at(architecture)
            .observed("it has no setting '" + entry.getKey() + "'")
            .expected("some of " + String.join(", ", known))
            .fix(fix)
            .build();
      }
      values.put(entry.getKey(), entry.getValue());
    }
  }

  /** Settings with their defaults in a fixed order: a key, its value, the next key. */
  static Map<String, String> defaults(String... keysAndValues) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      all.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return all;
  }

  public String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(architecture + " has no setting " + key);
    }
    return value;
  }

  public int integer(String key, int least, int most) {
    String text = text(key);
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw wrong(key, "a whole number from %d to %d".formatted(least, most));
  }

  /** A positive finite number. */
  public double positive(String key) {
    try {
      double number = Double.parseDouble(text(key));
      if (number > 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, as any other text that is no number.
    }
    throw wrong(key, "a positive number");
  }

  public boolean flag(String key) {
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(key, "true or false");
    };
  }

  /** One of an enum's constants. */
  public <E extends Enum<E>> E oneOf(String key, Class<E> words) {
    return Arrays.stream(words.getEnumConstants())
        .filter(word -> plain(word.name()).equals(plain(text(key))))
        .findFirst()
        .orElseThrow(() -> wrong(key, "one of " + wordsOf(words)));
  }

  private static <E extends Enum<E>> String wordsOf(Class<E> words) {
    List<E> all = List.of(words.getEnumConstants());
    return all.stream()
        .map(word -> word.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** A name without what people write differently: {@code DeepLab-V3+} is {@code deeplabv3plus}. */
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "").replace("+", "plus");
  }

  RepconvException wrong(String key, String expected) {
    return RepconvException.of(ErrorCode.UNKNOWN_ARCHITECTURE)
        .at(architecture + ", " + key)
        .observed("'" + text(key) + "'")
        .expected(expected)
        .build();
  }
}
