package io.repconv.runtime.check;

import io.repconv.graph.Dim;
import io.repconv.graph.ElementType;
import io.repconv.graph.ErrorCode;
import io.repconv.graph.Graph;
import io.repconv.graph.RepconvException;
import io.repconv.graph.Shape;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which input and output of a deployed network stands for which of the original: those of the same
 * name, the others in their order as far as their types and shapes agree.
 *
 * @param inputs the deployed network's inputs by the original's names, in the original's order
 * @param outputs the same of outputs
 * @param sizes the numbers that the deployed network fixes for sizes which the original leaves open
 * @param notices what was matched otherwise than by name, in sentences
 */
record PortMatching(
    Map<String, Value> inputs,
    Map<String, Value> outputs,
    Map<String, Long> sizes,
    List<String> notices) {

  /**
   * Matches the two.
   *
   * @throws RepconvException DIFFERENT_PORTS where one has inputs or outputs that the other has not
   */
  static PortMatching of(Graph original, Graph deployed) {
    List<String> notices = new ArrayList<>();
    Map<String, Value> inputs = match("input", original.inputs(), deployed.inputs(), notices);
    Map<String, Value> outputs = match("output", original.outputs(), deployed.outputs(), notices);
    Map<String, Long> sizes = new TreeMap<>();
    for (Value input : original.inputs()) {
      bind(input.shape(), matched(inputs, input).shape(), sizes);
    }
    return new PortMatching(inputs, outputs, sizes, List.copyOf(notices));
  }

  private static Map<String, Value> match(
      String kind, List<Value> originals, List<Value> deployed, List<String> notices) {
    Map<String, Value> chosen = new LinkedHashMap<>();
    List<Value> left = new ArrayList<>(deployed);
    for (Value original : originals) {
      left.stream()
          .filter(candidate -> candidate.name().equals(original.name()))
          .findFirst()
          .ifPresent(same -> chosen.put(original.name(), same));
      left.remove(chosen.get(original.name()));
    }
    for (Value original : originals) {
      if (!chosen.containsKey(original.name())) {
        Value next =
            left.stream()
                .filter(candidate -> isCompatible(original, candidate))
                .findFirst()
                .orElseThrow(() -> different(kind, originals, deployed));
        chosen.put(original.name(), next);
        left.remove(next);
        notices.add(
            "%s '%s' was compared with '%s', by its place and shape."
                .formatted(kind, original.name(), next.name()));
      }
      if (!isCompatible(original, matched(chosen, original))) {
        throw different(kind, originals, deployed);
      }
    }
    if (!left.isEmpty()) {
      throw different(kind, originals, deployed);
    }
    Map<String, Value> ordered = new LinkedHashMap<>();
    originals.forEach(original -> ordered.put(original.name(), matched(chosen, original)));
    return ordered;
  }

  /** The deployed network's value for an input of the original. */
  Value input(Value original) {
    return matched(inputs, original);
  }

  /** The deployed network's value for an output of the original. */
  Value output(Value original) {
    return matched(outputs, original);
  }

  private static Value matched(Map<String, Value> chosen, Value original) {
    Value value = chosen.get(original.name());
    if (value == null) {
      throw new IllegalStateException(original + " is not matched");
    }
    return value;
  }

  private static boolean isCompatible(Value original, Value deployed) {
    return isCompatible(original.element(), deployed.element())
        && isCompatible(original.shape(), deployed.shape());
  }

  /** Values of one kind are converted. */
  private static boolean isCompatible(ElementType a, ElementType b) {
    return a == b || (a.isFloating() && b.isFloating()) || (a.isInteger() && b.isInteger());
  }

  private static boolean isCompatible(Shape a, Shape b) {
    if (!a.isRanked() || !b.isRanked()) {
      return true;
    }
    if (a.rank() != b.rank()) {
      return false;
    }
    for (int axis = 0; axis < a.rank(); axis++) {
      boolean known = a.dim(axis).isConstant() && b.dim(axis).isConstant();
      if (known && !a.dim(axis).equals(b.dim(axis))) {
        return false;
      }
    }
    return true;
  }

  private static void bind(Shape original, Shape deployed, Map<String, Long> sizes) {
    int rank = original.isRanked() && deployed.isRanked() ? original.rank() : 0;
    for (int axis = 0; axis < rank; axis++) {
      Dim dim = original.dim(axis);
      if (deployed.dim(axis).isConstant() && isSymbol(dim)) {
        sizes.putIfAbsent(dim.toString(), deployed.dim(axis).value());
      }
    }
  }

  private static boolean isSymbol(Dim dim) {
    return dim.symbols().equals(Set.of(dim.toString()));
  }

  private static RepconvException different(
      String kind, List<Value> originals, List<Value> deployed) {
    boolean fewer = kind.equals("output") && deployed.size() < originals.size();
    return RepconvException.of(ErrorCode.DIFFERENT_PORTS)
        .at(kind + "s")
        .observed("the deployed model has " + described(deployed))
        .expected("those of the original: " + described(originals))
        .why("What has no counterpart of the same type and shape cannot be compared.")
        .fix(
            fewer
                ? "--outputs names the outputs of the original that the deployed model is to have."
                : "")
        .build();
  }

  private static String described(List<Value> values) {
    return values.stream()
        .map(v -> "%s %s %s".formatted(v.name(), v.element().text(), v.shape()))
        .collect(Collectors.joining(", "));
  }
}
