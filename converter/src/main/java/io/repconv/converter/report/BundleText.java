package io.repconv.converter.report;

import io.repconv.converter.bundle.BundleReplay;
import java.util.ArrayList;
import java.util.List;

/** What {@code repconv verify BUNDLE} prints for a person. */
public final class BundleText {
  private BundleText() {}

  public static String of(BundleReplay replay, int columns, boolean color) {
    Page page = new Page(columns, color);
    page.section("read", replay.bundle().toString());
    page.line("%s as they were written".formatted(Quantity.plural(replay.files(), "file")));
    page.section(
        "replayed",
        replay.failure() == null
            ? page.good("as handed over") + ", in " + replay.runtime()
            : page.bad("NOT as handed over") + ", in " + replay.runtime());
    List<List<String>> rows = new ArrayList<>();
    for (BundleReplay.Output output : replay.outputs()) {
      rows.add(
          List.of(
              output.dataSet(),
              output.name(),
              Quantity.error(output.agreement().error()),
              output.agreement().agrees() ? "" : output.agreement().allowed()));
    }
    page.table(
        List.of(Page.left(""), Page.left("output"), Page.right("error"), Page.left("")), rows);
    page.item(
        "allowed: %s of the largest value of an output"
            .formatted(Quantity.error(replay.tolerance())));
    return page.toString();
  }
}
