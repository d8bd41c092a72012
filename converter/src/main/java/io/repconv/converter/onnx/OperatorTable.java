package io.repconv.converter.onnx;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What ONNX's own domain defines up to opset {@link #LAST}: the operators, the opsets in which each
 * changed, and how.
 */
final class OperatorTable {
  static final int FIRST = 7;
  static final int LAST = 23;

  /** How a definition differs from the one before it. */
  enum Change {
    /** Nodes may mean something else, or be written in another form. */
    MEANING,
    /** Attributes or inputs were added; every older node means the same. */
    ADDITIONS,
    /** Only element types were added. */
    TYPES,
    REMOVED
  }

  /** A definition and the first opset that has it. */
  record Definition(int since, Change change) {}

  /**
   * One operator.
   *
   * @param definitions oldest first
   * @param attributes the names of the attributes that the vocabulary's definition has
   * @param oldAttributes those that only older definitions have
   */
  record Operator(
      String name,
      List<Definition> definitions,
      int leastInputs,
      int mostInputs,
      int leastOutputs,
      int mostOutputs,
      Set<String> attributes,
      Set<String> oldAttributes) {

    boolean definedIn(int opset) {
      Definition current = null;
      for (Definition definition : definitions) {
        current = definition.since() <= opset ? definition : current;
      }
      return current != null && current.change() != Change.REMOVED;
    }

    /** Whether a node that is valid in opset {@code from} means the same in opset {@code to}. */
    boolean keepsMeaning(int from, int to) {
      int low = Math.min(from, to);
      int high = Math.max(from, to);
      return definedIn(low)
          && definitions.stream()
              .filter(definition -> definition.since() > low && definition.since() <= high)
              .map(Definition::change)
              .allMatch(
                  change ->
                      change == Change.TYPES ? true : change == Change.ADDITIONS && to > from);
    }

    /**
     * The opsets from {@code first} on in which a node read from opset {@code from} means the same.
     */
    List<Integer> usableOpsets(int from, int first) {
      return IntStream.rangeClosed(first, LAST)
          .filter(to -> keepsMeaning(from, to))
          .boxed()
          .toList();
    }
  }

  private static final Map<String, String> LINES = read();
  private static final Map<String, Operator> OPERATORS = new ConcurrentHashMap<>();

  private OperatorTable() {}

  /** The operator of this name in ONNX's own domain, if any opset up to {@link #LAST} has it. */
  static Optional<Operator> find(String name) {
    String line = LINES.get(name);
    return line == null
        ? Optional.empty()
        : Optional.of(OPERATORS.computeIfAbsent(name, key -> parse(line)));
  }

  /** The lines of the table by the name that they begin with. */
  private static Map<String, String> read() {
    Map<String, String> byName = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(OperatorTable.class.getResourceAsStream("operators.tsv")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        byName.put(line.substring(0, line.indexOf('\t')), line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return byName;
  }

  private static Operator parse(String line) {
    String[] columns = line.split("\t", -1);
    List<Definition> definitions = new ArrayList<>();
    for (String opset : columns[1].split(" ")) {
      definitions.add(definition(opset));
    }
    String[] inputs = columns[2].split("-");
    String[] outputs = columns[3].split("-");
    return new Operator(
        columns[0],
        List.copyOf(definitions),
        Integer.parseInt(inputs[0]),
        bound(inputs[1]),
        Integer.parseInt(outputs[0]),
        bound(outputs[1]),
        attributes(columns[4], name -> !name.startsWith("(")),
        attributes(columns[4].replace(")", ""), name -> name.startsWith("(")));
  }

  /** {@code 9}, {@code 13~}: the opset and a sign for what changed in it. */
  private static Definition definition(String text) {
    Change change =
        switch (text.charAt(text.length() - 1)) {
          case '~' -> Change.TYPES;
          case '+' -> Change.ADDITIONS;
          case '!' -> Change.REMOVED;
          default -> Change.MEANING;
        };
    int digits = text.length() - (change == Change.MEANING ? 0 : 1);
    return new Definition(Integer.parseInt(text, 0, digits, 10), change);
  }

  private static Set<String> attributes(String column, Predicate<String> wanted) {
    return Arrays.stream(column.split(" "))
        .filter(wanted)
        .map(name -> name.replace("(", ""))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static int bound(String text) {
    return text.equals("*") ? Integer.MAX_VALUE : Integer.parseInt(text);
  }
}
