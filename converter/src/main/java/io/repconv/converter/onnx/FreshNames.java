package io.repconv.converter.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names that nothing else in a file has. */
final class FreshNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> nextNumber = new HashMap<>();

  /** Marks a name as taken; false where it was already. */
  boolean take(String name) {
    return taken.add(name);
  }

  /** A name that was not taken and now is: the wanted one, else with a number behind it. */
  String make(String wanted) {
    if (taken.add(wanted)) {
      return wanted;
    }
    int number = nextNumber.getOrDefault(wanted, 1);
    while (!taken.add(wanted + "." + number)) {
      number++;
    }
    nextNumber.put(wanted, number + 1);
    return wanted + "." + number;
  }
}
