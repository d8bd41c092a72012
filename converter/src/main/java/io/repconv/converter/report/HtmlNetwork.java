package io.repconv.converter.report;

import io.repconv.converter.Folded;
import io.repconv.converter.Verification;
import io.repconv.converter.drawing.Picture;
import io.repconv.converter.markup.Markup;
import io.repconv.graph.Graph;
import io.repconv.graph.Node;
import io.repconv.graph.fold.Fold;
import io.repconv.graph.fold.Step;
import io.repconv.graph.op.Conv;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** The folds of a network and its pictures, as parts of a page. */
final class HtmlNetwork {
  private static final int MOST_PLACES = 200;

  private final Markup html;
  private final Map<Fold, Integer> groups = new HashMap<>();

  HtmlNetwork(Markup html) {
    this.html = html;
  }

  void folds(Folded folded) {
    html.open("section", "class", "long");
    List<FoldGroup> kinds = FoldGroup.of(folded.folds());
    if (kinds.isEmpty()) {
      html.element("h2", "Folds");
      html.element("p", "No part of the network is cheaper as one convolution.").close(1);
      return;
    }
    html.element(
        "h2",
        Quantity.plural(folded.folds().size(), "block")
            + (folded.folds().size() == 1
                ? " became one convolution"
                : " became one convolution each"));
    html.open("div", "class", "scroll").open("table", "class", "stack").line();
    html.open("thead").open("tr");
    for (String name : List.of("kind", "blocks", "branches", "nodes", "kernel", "by")) {
      boolean number = name.equals("branches") || name.equals("nodes") || name.equals("blocks");
      html.element("th", name, "class", number ? "n" : "");
    }
    html.close(2);
    html.open("tbody").line();
    for (int i = 0; i < kinds.size(); i++) {
      int number = i;
      kinds.get(i).folds().forEach(fold -> groups.put(fold, number));
      row(i, kinds.get(i));
    }
    html.close(3);
    for (int i = 0; i < kinds.size(); i++) {
      derivation(i, kinds.get(i));
    }
    html.close(1);
  }

  private void row(int number, FoldGroup group) {
    html.open("tr").open("td");
    badge(number);
    html.text(" " + group.family().title()).close();
    cell("blocks", String.valueOf(group.folds().size()));
    cell("branches", group.branches() + " \u2192 1");
    cell("nodes", "%d \u2192 %d".formatted(group.nodes(), group.nodesLeft()));
    html.element("td", group.kernel(), "data-name", "kernel");
    html.element("td", group.how(), "data-name", "by");
    html.close(1);
  }

  private void cell(String name, String text) {
    html.element("td", text, "class", "n", "data-name", name);
  }

  private void badge(int group) {
    html.element("span", Picture.letter(group), "class", "badge " + Picture.color(group));
  }

  private void derivation(int number, FoldGroup group) {
    html.open("details").open("summary");
    badge(number);
    html.text(" " + group.places()).close();
    html.open("div", "class", "scroll").open("table").line();
    for (Step step : group.folds().get(0).derivation()) {
      html.open("tr").element("td", step.rewrite().title()).open("td");
      html.element("code", step.node()).close();
      html.element("td", step.detail()).close(1);
    }
    html.close(2);
    if (group.folds().size() > 1) {
      List<String> places =
          group.folds().stream().skip(1).limit(MOST_PLACES).map(FoldGroup::place).toList();
      html.element("p", "Likewise: " + String.join(", ", places), "class", "soft");
    }
    html.close(1);
  }

  /** The network before and after. */
  void drawings(Folded folded) {
    Map<String, Integer> before = new HashMap<>();
    Map<String, Integer> after = new HashMap<>();
    List<Integer> kinds = new ArrayList<>();
    for (Fold fold : folded.folds()) {
      int number = kinds.size();
      kinds.add(groups.getOrDefault(fold, 0));
      for (Node node : fold.original().nodes()) {
        before.putIfAbsent(node.output().name(), number);
      }
      after.put(fold.node().output().name(), number);
    }
    open();
    Graph simplified = folded.simplified();
    figure("", "before", simplified, block(before), kinds);
    figure("after", "after", folded.graph(), block(after), kinds);
    html.close(2);
  }

  /** Two networks that were compared. */
  void drawings(Verification verification) {
    open();
    figure("", "original", verification.original().graph(), node -> -1, List.of());
    figure("", "deployed", verification.deployed().graph(), node -> -1, List.of());
    html.close(2);
  }

  private void open() {
    html.open("section", "class", "long").element("h2", "Network");
    html.open("p", "class", "legend").element("span", "\u00d7 n: n times in a row, drawn once");
    if (!groups.isEmpty()) {
      html.element("span", "a letter: a kind of fold, as in the table");
    }
    html.element("span", "dashed: several operators in one box");
    html.close(1);
    html.open("div", "class", "drawings").line();
  }

  private void figure(
      String kind, String name, Graph graph, ToIntFunction<Node> block, List<Integer> kinds) {
    html.open("figure", "class", kind);
    html.element(
        "figcaption", "%s, %s".formatted(name, Quantity.plural(graph.nodes().size(), "operator")));
    html.open("div", "class", "canvas");
    Picture.draw(html, graph, HtmlNetwork::label, block, kinds::get, "network " + name);
    html.close(2);
  }

  private static ToIntFunction<Node> block(Map<String, Integer> blocks) {
    return node -> blocks.getOrDefault(node.output().name(), -1);
  }

  private static String label(Node node) {
    if (node.op() instanceof Conv && node.input(1).shape().isRanked()) {
      return "Conv " + FoldGroup.kernel(node);
    }
    return switch (node.op().name()) {
      case "BatchNormalization" -> "BatchNorm";
      case "GlobalAveragePool" -> "global average";
      default -> node.op().name();
    };
  }
}
