package io.repconv.graph.op;

import io.repconv.graph.ShapeError;
import java.util.ArrayList;
import java.util.List;

/**
 * An einsum equation for operands of known rank: one label an axis, those that an ellipsis stands
 * for included.
 */
record EinsumLabels(List<String> operands, String output) {
  /** Labels of the axes under an ellipsis, counted from the last one. */
  private static final char ELLIPSIS = '\ue000';

  static EinsumLabels of(String equation, List<Integer> ranks) {
    String text = equation.replace(" ", "");
    int arrow = text.indexOf("->");
    String[] terms = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
    if (terms.length != ranks.size()) {
      throw new ShapeError(ranks.size() + " operands for " + equation, terms.length + " operands");
    }
    List<String> operands = new ArrayList<>();
    int widest = 0;
    for (int i = 0; i < terms.length; i++) {
      int hidden = ranks.get(i) - terms[i].replace("...", "").length();
      boolean open = terms[i].contains("...");
      if (hidden < 0 || (hidden > 0 && !open)) {
        throw new ShapeError(
            "an operand of rank " + ranks.get(i) + " for " + terms[i] + " in " + equation,
            "one label an axis");
      }
      widest = open ? Math.max(widest, hidden) : widest;
      operands.add(expand(terms[i], hidden));
    }
    String output =
        arrow < 0 ? implicit(operands, widest) : expand(text.substring(arrow + 2), widest);
    if (output.chars().distinct().count() != output.length()) {
      throw new ShapeError("the output of " + equation, "each label once");
    }
    return new EinsumLabels(List.copyOf(operands), output);
  }

  private static String expand(String term, int hidden) {
    String expanded = term.replace("...", hidden(hidden));
    if (!expanded.chars().allMatch(c -> Character.isLetter(c) || c >= ELLIPSIS)) {
      throw new ShapeError("the term " + term, "letters and at most one ellipsis");
    }
    return expanded;
  }

  private static String hidden(int count) {
    StringBuilder labels = new StringBuilder();
    for (int i = count - 1; i >= 0; i--) {
      labels.append((char) (ELLIPSIS + i));
    }
    return labels.toString();
  }

  /** The ellipsis and then, in alphabetical order, what occurs once. */
  private static String implicit(List<String> operands, int widest) {
    String all = String.join("", operands);
    StringBuilder output = new StringBuilder(hidden(widest));
    all.chars()
        .sorted()
        .filter(c -> c < ELLIPSIS && all.indexOf(c) == all.lastIndexOf(c))
        .forEach(c -> output.append((char) c));
    return output.toString();
  }

  /** Every label once, those of the output first. */
  String loops() {
    StringBuilder labels = new StringBuilder(output);
    for (String operand : operands) {
      for (int i = 0; i < operand.length(); i++) {
        if (labels.indexOf(operand.substring(i, i + 1)) < 0) {
          labels.append(operand.charAt(i));
        }
      }
    }
    return labels.toString();
  }
}
