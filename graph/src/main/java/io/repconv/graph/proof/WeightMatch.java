package io.repconv.graph.proof;

import java.util.List;
import java.util.Optional;

/**
 * The numbers of one constant of the deployed graph, held against what the original folds to.
 *
 * @param layer the node that reads it
 * @param parameter the name of the constant
 * @param elements how many numbers were compared
 * @param rounded whether every one is the original's number rounded once to the element type
 * @param units the largest {@code |K' - K| / (u * S)} of the other numbers, with K the number in
 *     double, K' the deployed one, u the unit roundoff of its type and S the same fold run on
 *     absolute values; 0 where all are rounded once
 * @param worst an element where it is largest; empty where all are rounded once, or where the
 *     constants cannot be compared number by number
 */
public record WeightMatch(
    String layer,
    String parameter,
    long elements,
    boolean rounded,
    double units,
    Optional<Element> worst) {

  /**
   * One number.
   *
   * @param position its indices in the deployed constant, none where the deployed kernel does not
   *     reach so far and zero stands for it
   * @param expected what the original folds to, in double
   */
  public record Element(List<Long> position, double expected, double actual) {
    @Override
    public String toString() {
      return "%s is %s, the original folds to %s"
          .formatted(position.isEmpty() ? "beyond the kernel it" : position, actual, expected);
    }
  }

  /** How a message calls it: {@code stage1.0.weight of stage1.0 (Conv)}. */
  public String described() {
    return parameter + " of " + layer;
  }
}
