package io.repconv.runtime.check;

import io.repconv.graph.Graph;
import io.repconv.graph.GraphBuilder;
import io.repconv.graph.proof.NormalForm;
import io.repconv.graph.proof.Parting;
import io.repconv.graph.proof.Proof;
import io.repconv.graph.proof.WeightMatch;
import java.util.List;
import java.util.Locale;

/** Looks for a proof that a deployed graph is the network that the original folds to. */
final class ProofSearch {
  private ProofSearch() {}

  static Proof search(NormalForm original, Graph deployed, PortMatching ports) {
    return Proof.of(original, ordered(deployed, original.graph(), ports));
  }

  /** The deployed graph with its inputs and outputs in the original's order. */
  private static Graph ordered(Graph deployed, Graph original, PortMatching ports) {
    GraphBuilder builder = new GraphBuilder(deployed.name());
    original.inputs().forEach(input -> builder.keepInput(ports.input(input)));
    deployed.nodes().forEach(builder::keep);
    original.outputs().forEach(output -> builder.output(ports.output(output)));
    return builder.build();
  }

  /** Why there is none, in sentences; none where there is one. */
  static List<String> notes(Proof proof) {
    return proof
        .parting()
        .map(parting -> List.of("No proof: " + text(parting)))
        .or(
            () ->
                proof
                    .worst()
                    .filter(weight -> weight.units() > Proof.MOST_UNITS)
                    .map(weight -> List.of("No proof: " + text(weight))))
        .orElse(List.of());
  }

  private static String text(Parting parting) {
    String original = parting.original();
    String deployed = parting.deployed();
    if (original.isEmpty() && deployed.isEmpty()) {
      return parting.reason();
    }
    return "the graphs are not the same. "
        + (original.isEmpty()
            ? ""
            : "The deployed one has no counterpart of %s. ".formatted(original))
        + (deployed.isEmpty() ? "" : "The original has no counterpart of %s.".formatted(deployed));
  }

  private static String text(WeightMatch weight) {
    return weight
        .worst()
        .map(
            element ->
                "%s at %s, %s.".formatted(weight.described(), element, excess(weight.units())))
        .orElse("%s has another shape or type than the original's.".formatted(weight.described()));
  }

  private static String excess(double units) {
    return Double.isInfinite(units)
        ? "which no rounding explains"
        : String.format(Locale.ROOT, "%.1f times what rounding explains", units / Proof.MOST_UNITS);
  }
}
