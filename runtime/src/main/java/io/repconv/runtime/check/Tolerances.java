package io.repconv.runtime.check;

import io.repconv.graph.ElementType;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What samples are held to, relative to the largest output; docs/decisions says from which
 * measurements. All scale with the unit roundoff of the coarsest type a graph computes in.
 */
public final class Tolerances {
  /** How far the original may be from the float64 interpretation of what was imported. */
  private static final double IMPORT = 1e-5;

  /** A rounding error below this is not told from chance. */
  private static final double FLOOR = 1e-6;

  /** How many times the original's own rounding error the deployed model may have. */
  private static final double FACTOR = 4;

  /** The least that is asked of double models, whose interpretation is rounded as they are. */
  private static final double FINEST = 1e-6;

  private Tolerances() {}

  static double imported(Graph imported) {
    return IMPORT * coarseness(imported);
  }

  /**
   * @param own the original's own rounding error
   */
  static double deployed(Graph deployed, double own) {
    return FACTOR * Math.max(own, FLOOR * coarseness(deployed));
  }

  /** Where the original's own rounding error is not known: no more than the import may be off. */
  public static double unmeasured(Graph deployed) {
    return IMPORT * coarseness(deployed);
  }

  static double coarseness(Graph original, Graph deployed) {
    return Math.max(coarseness(original), coarseness(deployed));
  }

  /** The largest unit roundoff of a floating value in the graph, with float's as 1. */
  private static double coarseness(Graph graph) {
    List<Value> values = new ArrayList<>(graph.inputs());
    for (Node node : graph.nodes()) {
      values.addAll(node.outputs());
    }
    return values.stream()
        .map(Value::element)
        .filter(ElementType::isFloating)
        .mapToDouble(type -> type.unitRoundoff() / ElementType.FLOAT.unitRoundoff())
        .map(coarseness -> Math.max(coarseness, FINEST))
        .max()
        .orElse(1);
  }
}
