package io.repconv.graph.proof;

import io.repconv.graph.Graph;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.pass.Simplify;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What laying two normal forms on each other has shown: that they are one graph, and how far each
 * weight of the deployed one is from the weight that the original folds to.
 *
 * <p>With K the weight in double, K' the deployed one, u the unit roundoff of its type and S the
 * same fold run on absolute values, a fold in the deployed type itself gives {@code |K' - K| <=
 * k*u*S} with a small k (Higham 2002, section 3.1); rounding K once gives k &lt;= 1.
 *
 * @param weights every constant that both read
 * @param folds the regions of the deployed graph that had to be folded for this, to be certified
 * @param parting where the graphs are not the same; the weights then say nothing of the whole
 */
public record Proof(List<WeightMatch> weights, List<Fold> folds, Optional<Parting> parting) {
  /**
   * The k that folds in the deployed type stay below. A scale {@code gamma/sqrt(var + eps)} takes
   * 2.5 roundings, a kernel times it one more; two such kernels in sequence and their product take
   * 8.
   */
  public static final double MOST_UNITS = 8;

  /**
   * Compares a deployed graph with the original: as it stands, which is how repconv writes it, else
   * in its own normal form.
   */
  public static Proof of(NormalForm original, Graph deployed) {
    Proof proof = of(original, new NormalForm(Simplify.apply(deployed), List.of()));
    return proof.parting().isEmpty() ? proof : of(original, NormalForm.of(deployed));
  }

  private static Proof of(NormalForm original, NormalForm deployed) {
    Alignment alignment = Alignment.of(original.graph(), deployed.graph());
    if (alignment.parting().isPresent()) {
      return new Proof(List.of(), List.of(), alignment.parting());
    }
    WeightComparison comparison = new WeightComparison(original.magnitudes());
    return new Proof(
        alignment.constants().parallelStream().map(comparison::compare).toList(),
        deployed.folds(),
        Optional.empty());
  }

  /** Whether the deployed graph is the original's, with every weight rounded once. */
  public boolean isRounded() {
    return parting.isEmpty() && weights.stream().allMatch(WeightMatch::rounded);
  }

  /** Whether it is the original's up to the rounding errors of a fold in the deployed type. */
  public boolean isWithinRounding() {
    return parting.isEmpty() && weights.stream().allMatch(weight -> weight.units() <= MOST_UNITS);
  }

  /** Of the weights that are not rounded once the one that is farthest off. */
  public Optional<WeightMatch> worst() {
    return weights.stream()
        .filter(weight -> !weight.rounded())
        .max(Comparator.comparing(WeightMatch::units));
  }
}
