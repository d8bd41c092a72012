package io.repconv.converter.report;

import io.repconv.converter.Folded;
import io.repconv.graph.Node;
import io.repconv.graph.fold.Cost;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.fold.Rewrite;
import io.repconv.graph.fold.Step;
import io.repconv.graph.fold.family.Block;
import io.repconv.graph.fold.family.Branch;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What {@code repconv inspect} prints for a person: every kind of fold with the derivation of its
 * first, every refusal.
 */
public final class InspectText {
  private final Page page;
  private final Map<String, Long> sizes;

  private InspectText(Page page, Map<String, Long> sizes) {
    this.page = page;
    this.sizes = sizes;
  }

  public static String of(Folded folded, int columns, boolean color) {
    Page page = new Page(columns, color);
    InspectText text = new InspectText(page, ExampleSizes.of(folded.model().graph(), Map.of()));
    NetworkText network = new NetworkText(page, Integer.MAX_VALUE);
    network.model(folded.model());
    text.operators(folded);
    network.folds(folded, "block", group -> group.family().title());
    network.totals(folded, text.sizes);
    FoldGroup.of(folded.folds()).forEach(text::derivation);
    text.formulas(folded);
    network.refusals(folded);
    text.multiBranch(folded);
    return page.toString();
  }

  private void operators(Folded folded) {
    Map<String, Long> counts =
        folded.model().graph().nodes().stream()
            .map(Node::op)
            .collect(Collectors.groupingBy(op -> op.name(), TreeMap::new, Collectors.counting()));
    page.section(
        "ops",
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .map(count -> count.getKey() + " " + count.getValue())
            .collect(Collectors.joining(", ")));
  }

  private void derivation(FoldGroup group) {
    Fold first = group.folds().get(0);
    page.section(
        "fold",
        "%s: %s, %d -> 1 branches, %d -> %d nodes, %s"
            .formatted(
                FoldGroup.place(first),
                group.family().title(),
                group.branches(),
                group.nodes(),
                group.nodesLeft(),
                group.kernel()));
    page.line(
        "parameters %s, multiply-adds %s"
            .formatted(
                change(group, Cost::parameters),
                change(group, cost -> cost.multiplyAdds().evaluate(sizes))));
    page.line(branches(first));
    page.line(border(group));
    List<List<String>> rows = first.derivation().stream().map(InspectText::row).toList();
    int free = page.columns() - Page.widest("step", rows, 0) - 3 * Page.GAP;
    int at = Math.min(Page.widest("at", rows, 1), free / 2);
    page.table(
        List.of(Page.left("step"), Page.clipped("at", at), Page.wrapped("", free - at)), rows);
    if (group.folds().size() > 1) {
      page.item(
          "likewise: "
              + group.folds().stream()
                  .skip(1)
                  .map(FoldGroup::place)
                  .collect(Collectors.joining(", ")));
    }
  }

  private static String branches(Fold fold) {
    return "branches: "
        + fold.block().branches().stream()
            .map(Branch::toString)
            .collect(Collectors.joining(fold.block().join() == Block.Join.SUM ? " + " : ", "));
  }

  /** What the borders' proofs leave open. */
  private static String border(FoldGroup group) {
    double bound = group.folds().stream().mapToDouble(Fold::borderBound).max().orElse(0);
    return bound == 0
        ? "borders: exact for every size"
        : "borders: within %s of every output, for every size".formatted(Quantity.error(bound));
  }

  /** The formula of each rewrite that was taken. */
  private void formulas(Folded folded) {
    Set<Rewrite> rewrites = FoldGroup.rewrites(folded.folds());
    if (!rewrites.isEmpty()) {
      page.section("formulas", "kernels K and biases b, in double, rounded once");
      List<List<String>> rows =
          rewrites.stream().map(rewrite -> List.of(rewrite.title(), rewrite.formula())).toList();
      int free = page.columns() - Page.widest("step", rows, 0) - 2 * Page.GAP;
      page.table(List.of(Page.left("step"), Page.wrapped("formula", free)), rows);
    }
  }

  private void multiBranch(Folded folded) {
    if (!folded.multiBranchBlocks().isEmpty()) {
      page.section(
          "still",
          Quantity.plural(folded.multiBranchBlocks().size(), "block") + " with several branches");
      folded
          .multiBranchBlocks()
          .forEach(
              block ->
                  page.item(
                      "%s: %s, %d branches"
                          .formatted(block.join(), block.family().title(), block.branches())));
    }
  }

  private static List<String> row(Step step) {
    return List.of(step.rewrite().title(), step.node(), step.detail());
  }

  /** The sum over a group, before and after. */
  private static String change(FoldGroup group, ToLongFunction<Cost> of) {
    long before = group.folds().stream().mapToLong(fold -> of.applyAsLong(fold.before())).sum();
    long after = group.folds().stream().mapToLong(fold -> of.applyAsLong(fold.after())).sum();
    return Quantity.count(before) + " -> " + Quantity.count(after);
  }
}
