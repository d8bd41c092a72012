package io.repconv.graph.op;

import io.repconv.graph.Attributes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An attribute that is one of a few words: the names of an enum's constants in lower case. */
final class Choice {
  private Choice() {}

  static <E extends Enum<E>> E of(
      Class<E> choices, Attributes attributes, String name, E otherwise) {
    if (!attributes.has(name)) {
      return otherwise;
    }
    String word = attributes.text(name, "");
    for (E choice : choices.getEnumConstants()) {
      if (text(choice).equals(word)) {
        return choice;
      }
    }
    List<String> all = Arrays.stream(choices.getEnumConstants()).map(Choice::text).toList();
    throw new IllegalArgumentException(
        "attribute '%s' is '%s', expected one of %s".formatted(name, word, String.join(", ", all)));
  }

  static String text(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
