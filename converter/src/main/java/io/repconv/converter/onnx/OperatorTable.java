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

  private static final Map<String, Operator> OPERATORS = read();

  private OperatorTable() {}

  /** The operator of this name in ONNX's own domain, if any opset up to {@link #LAST} has it. */
  static Optional<Operator> find(String name) {
    return Optional.ofNullable(OPERATORS.get(name));
  }

  private static Map<String, Operator> read() {
    Map<String, Operator> operators = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(OperatorTable.class.getResourceAsStream("operators.tsv")),
                StandardCharsets.UTF_8))) {
      lines.lines().map(OperatorTable::parse).forEach(op -> operators.put(op.name(), op));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return operators;
  }

  private static Operator parse(String line) {
    String[] columns = line.split("\t", -1);
    List<Definition> definitions = new ArrayList<>();
    for (String opset : columns[1].split(" ")) {
      definitions.add(
          new Definition(
              Integer.parseInt(opset.replaceAll("[+~!]", "")),
              opset.endsWith("~")
                  ? Change.TYPES
                  : opset.endsWith("+")
                      ? Change.ADDITIONS
                      : opset.endsWith("!") ? Change.REMOVED : Change.MEANING));
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
