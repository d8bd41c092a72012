package io.repconv.converter.report;

import io.repconv.converter.Export;
import io.repconv.graph.precision.HalfPrecision;
import java.util.List;
import java.util.Map;

/** What {@code repconv export} prints for a person. */
public final class ExportText {
  private static final int MOST_KINDS = 6;
  private static final int MOST_KEPT = 8;

  private ExportText() {}

  /**
   * The text on an export.
   *
   * @param bound the sizes that the user chose for open ones
   */
  public static String of(Export export, Map<String, Long> bound, int columns, boolean color) {
    Page page = new Page(columns, color);
    NetworkText network = new NetworkText(page, MOST_KINDS);
    network.model(export.folded().model());
    network.folds(export.folded(), "by", FoldGroup::how);
    network.totals(export.folded(), ExampleSizes.of(export.folded().model().graph(), bound));
    network.refusals(export.folded());
    export.folded().keptInFloat().ifPresent(kept -> precision(page, kept));
    export.check().ifPresent(new CheckText(page)::check);
    if (export.written()) {
      page.section("wrote", export.file().toString());
      page.line(
          "%s, opset %d%s"
              .formatted(
                  Quantity.bytes(export.bytes()),
                  export.opset(),
                  export.check().isPresent() ? "" : ", not checked"));
    } else {
      page.section("wrote", page.bad("nothing"));
    }
    return page.toString();
  }

  private static void precision(Page page, List<HalfPrecision.Kept> kept) {
    page.section(
        "half",
        kept.isEmpty()
            ? "all that computes is in half precision"
            : "all but %s in half precision".formatted(Quantity.plural(kept.size(), "node")));
    kept.stream()
        .limit(MOST_KEPT)
        .forEach(node -> page.item("%s stays float: %s".formatted(node.node(), node.reason())));
    if (kept.size() > MOST_KEPT) {
      page.item("and %d more".formatted(kept.size() - MOST_KEPT));
    }
  }
}
