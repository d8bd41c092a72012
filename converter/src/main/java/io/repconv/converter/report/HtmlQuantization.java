package io.repconv.converter.report;

import io.repconv.converter.markup.Markup;
import io.repconv.converter.quantization.LayerSpread;
import io.repconv.converter.quantization.WeightSpread;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How ready the weights are for 8 bits, as part of a page. */
final class HtmlQuantization {
  private static final int MOST = 20;

  private final Markup html;

  HtmlQuantization(Markup html) {
    this.html = html;
  }

  void layers(List<LayerSpread> layers) {
    if (layers.isEmpty()) {
      return;
    }
    long risky = layers.stream().filter(LayerSpread::isRisky).count();
    html.open("section", "class", "long").element("h2", "Quantisation readiness");
    html.open("p");
    if (risky == 0) {
      html.text("In none of %s".formatted(Quantity.plural(layers.size(), "convolution")));
    } else {
      html.element(
          "span", "In %d of %d convolutions".formatted(risky, layers.size()), "class", "risky");
    }
    html.text(
        " the largest range of an output channel is %.0f times the median or more, so that one 8-bit step for the"
                .formatted(LayerSpread.RISKY_RATIO)
            + " whole tensor leaves half of the channels 4 of 7 bits or fewer.");
    html.close(1);
    html.element(
        "p",
        "A folded kernel is the sum of kernels that were each scaled by their own BatchNorm, so its"
            + " channels can differ more than those of any branch. RepVGG is known to lose much of"
            + " its accuracy when it is quantised per tensor after training (Chu, Li, Zhang: Make"
            + " RepVGG Greater Again, arXiv:2212.01593). Quantise risky layers per channel,"
            + " equalise ranges across layers, or train with quantisation. These numbers are of the"
            + " weights alone: they promise nothing about accuracy.",
        "class",
        "soft");
    html.open("div", "class", "scroll").open("table", "class", "stack").line();
    html.open("thead").open("tr").element("th", "layer");
    for (String name :
        List.of("channels", "range", "ratio before", "ratio", "per tensor", "per channel")) {
      html.element("th", name, "class", "n");
    }
    html.close(2);
    html.open("tbody").line();
    layers.stream()
        .sorted(Comparator.comparingDouble((LayerSpread l) -> -l.after().ratio()))
        .limit(MOST)
        .forEach(this::row);
    html.close(3);
    if (layers.size() > MOST) {
      html.element(
          "p",
          "The %d with the largest ratios of %d.".formatted(MOST, layers.size()),
          "class",
          "soft");
    }
    html.close(1);
  }

  private void row(LayerSpread layer) {
    WeightSpread after = layer.after();
    html.open("tr").open("td").element("code", layer.place()).close();
    cell("channels", String.valueOf(after.channels()), "n");
    cell("range", "%s to %s".formatted(range(after.smallest()), range(after.largest())), "n");
    cell("ratio before", layer.before().map(b -> ratio(b.ratio())).orElse(""), "n");
    cell("ratio", ratio(after.ratio()), layer.isRisky() ? "n risky" : "n");
    cell("per tensor", decibels(after.perTensor()), "n");
    cell("per channel", decibels(after.perChannel()), "n");
    html.close(1);
  }

  private void cell(String name, String text, String kind) {
    html.element("td", text, "class", kind, "data-name", name);
  }

  private static String range(double range) {
    return String.format(Locale.ROOT, "%.2g", range);
  }

  private static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.1f", ratio);
  }

  private static String decibels(double ratio) {
    return Double.isInfinite(ratio) ? "\u221e" : String.format(Locale.ROOT, "%.0f dB", ratio);
  }
}
