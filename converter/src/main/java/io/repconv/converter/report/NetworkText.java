package io.repconv.converter.report;

import io.repconv.converter.Folded;
import io.repconv.converter.Model;
import io.repconv.graph.Dim;
import io.repconv.graph.Value;
import io.repconv.graph.fold.Cost;
import io.repconv.graph.fold.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The sections on a model and its folds that exports and inspections share. */
final class NetworkText {
  private static final int MOST_PORTS = 4;
  private static final int LEAST_REWRITES = 22;
  private static final List<String> FOLD_HEADER =
      List.of("", "where", "branches", "nodes", "kernel");

  private final Page page;
  private final int most;

  /**
   * @param most how many kinds of folds, and how many reasons of refusals, are listed
   */
  NetworkText(Page page, int most) {
    this.page = page;
    this.most = most;
  }

  void model(Model model) {
    model("read", model);
  }

  void model(String label, Model model) {
    page.section(label, model.path().toString());
    String size = model.bytes() == 0 ? "" : Quantity.bytes(model.bytes()) + ", ";
    page.line(
        "%s, %s%s"
            .formatted(
                model.format().title(),
                size,
                Quantity.plural(model.graph().nodes().size(), "node")));
    ports("in ", model.graph().inputs());
    ports("out", model.graph().outputs());
    model.notices().forEach(notice -> page.line("note: " + notice));
  }

  private void ports(String direction, List<Value> values) {
    values.stream()
        .limit(MOST_PORTS)
        .forEach(
            value ->
                page.line(
                    "%s  %s: %s %s"
                        .formatted(
                            direction, value.name(), value.element().text(), value.shape())));
    if (values.size() > MOST_PORTS) {
      page.line("%s  and %d more".formatted(direction, values.size() - MOST_PORTS));
    }
  }

  /**
   * The table of folds.
   *
   * @param header over the last column
   * @param last what the last column says of a group
   */
  void folds(Folded folded, String header, Function<FoldGroup, String> last) {
    List<FoldGroup> groups = FoldGroup.of(folded.folds());
    if (groups.isEmpty()) {
      page.section("folded", "nothing: no part of it is cheaper as one convolution");
      return;
    }
    page.section(
        "folded",
        Quantity.plural(folded.folds().size(), "block")
            + (folded.folds().size() == 1
                ? " into one convolution"
                : " into one convolution each"));
    List<List<String>> rows = new ArrayList<>();
    for (FoldGroup group : groups.subList(0, Math.min(groups.size(), most))) {
      rows.add(
          List.of(
              group.folds().size() + "x",
              group.places(),
              group.branches() + " -> 1",
              group.nodes() + " -> " + group.nodesLeft(),
              group.kernel(),
              last.apply(group)));
    }
    int fixed = 0;
    for (int column : new int[] {0, 2, 3, 4}) {
      fixed += Page.GAP + Page.widest(FOLD_HEADER.get(column), rows, column);
    }
    int free = page.columns() - fixed - 3 * Page.GAP;
    int where = Math.min(Page.widest(FOLD_HEADER.get(1), rows, 1), free - LEAST_REWRITES);
    page.table(
        List.of(
            Page.right(FOLD_HEADER.get(0)),
            Page.clipped(FOLD_HEADER.get(1), where),
            Page.right(FOLD_HEADER.get(2)),
            Page.right(FOLD_HEADER.get(3)),
            Page.left(FOLD_HEADER.get(4)),
            Page.wrapped(header, free - where)),
        rows);
    if (groups.size() > most) {
      int rest = groups.subList(most, groups.size()).stream().mapToInt(g -> g.folds().size()).sum();
      page.item("and %s of other kinds".formatted(Quantity.plural(rest, "block")));
    }
  }

  void totals(Folded folded, Map<String, Long> sizes) {
    Cost before = folded.before();
    Cost after = folded.after();
    page.gap();
    page.table(
        List.of(Page.left(""), Page.right("before"), Page.right("after"), Page.left("")),
        List.of(
            row("branches", before.branches(), after.branches(), ""),
            row("nodes", before.nodes(), after.nodes(), ""),
            row("parameters", before.parameters(), after.parameters(), ""),
            row(
                "multiply-adds",
                at(before.multiplyAdds(), sizes),
                at(after.multiplyAdds(), sizes),
                sizes.isEmpty() ? "" : "at " + ExampleSizes.text(sizes))));
  }

  private static List<String> row(String name, long before, long after, String remark) {
    return List.of(name, Quantity.count(before), Quantity.count(after), remark);
  }

  private static long at(Dim expression, Map<String, Long> sizes) {
    return expression.evaluate(sizes);
  }

  void refusals(Folded folded) {
    if (folded.refusals().isEmpty()) {
      return;
    }
    boolean all = most == Integer.MAX_VALUE;
    Map<String, List<String>> nodes = new LinkedHashMap<>();
    for (Refusal refusal : folded.refusals()) {
      if (all || !refusal.exact()) {
        nodes.computeIfAbsent(refusal.reason(), r -> new ArrayList<>()).add(refusal.node());
      }
    }
    page.section("kept", Quantity.plural(folded.refusals().size(), "place") + " that did not fold");
    nodes.entrySet().stream()
        .limit(most)
        .forEach(reason -> page.item(some(reason.getValue()) + ": " + reason.getKey()));
    if (nodes.size() > most) {
      page.item(
          "and %s more, which repconv inspect shows"
              .formatted(Quantity.plural(nodes.size() - most, "reason")));
    }
    long left = folded.refusals().stream().filter(Refusal::exact).count();
    if (!all && left > 0) {
      page.item(
          "%s left, which would cost more; repconv inspect shows what"
              .formatted(Quantity.plural(left, "exact fold")));
    }
  }

  private static String some(List<String> nodes) {
    String first = nodes.get(0);
    return nodes.size() == 1 ? first : first + " and %d more".formatted(nodes.size() - 1);
  }
}
