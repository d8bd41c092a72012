package io.repconv.converter.report;

import io.repconv.converter.training.DeployedAccuracy;
import io.repconv.converter.training.TrainingFolder;
import io.repconv.converter.training.TrainingPlan;
import io.repconv.converter.training.TrainingRun;
import io.repconv.runtime.train.EpochReport;
import io.repconv.runtime.train.data.Dataset;
import io.repconv.runtime.train.data.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code repconv train} prints for a person, while it goes. */
public final class TrainText {
  private static final int MOST_NAMED = 5;

  private final TrainingPlan plan;
  private final int columns;
  private final boolean color;

  public TrainText(TrainingPlan plan, int columns, boolean color) {
    this.plan = plan;
    this.columns = columns;
    this.color = color;
  }

  /** What is trained, and the heads of the columns. */
  public String start(TrainingFolder folder) {
    Page page = new Page(columns, color);
    Dataset data = plan.data().training();
    page.section("train", plan.architecture());
    page.line(Quantity.count(plan.network().size()) + " parameters");
    String validated =
        plan.validation()
            .map(validation -> ", validated on " + count(validation.size()))
            .orElse("");
    page.line(
        "%s images of %d classes%s"
            .formatted(count(data.size()), data.classes().size(), validated));
    page.line("into " + folder.path());
    return page + "\n" + row("epoch", metricNames()) + "\n";
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** The metrics of a row; those of single classes are in the files. */
  private List<String> metricNames() {
    List<String> names = new ArrayList<>(List.of("loss"));
    if (plan.validation().isPresent()) {
      names.add("val_loss");
      if (plan.data().training().task() == Task.SEGMENTATION) {
        names.addAll(List.of("Pixel_Accuracy", "Mean_IoU"));
      } else {
        names.add("Top_1");
      }
    }
    return names;
  }

  private static String row(String first, List<String> cells) {
    return "%5s".formatted(first)
        + cells.stream().map(cell -> "%16s".formatted(cell)).collect(Collectors.joining());
  }

  /** An epoch's row. */
  public String epoch(EpochReport report) {
    List<String> cells =
        metricNames().stream()
            .map(name -> report.metrics().get(name))
            .map(value -> value == null ? "" : String.format(Locale.ROOT, "%.4f", value))
            .toList();
    return row(String.valueOf(report.epoch() + 1), cells) + (report.best() ? "  *" : "") + "\n";
  }

  /** What came of it. */
  public String end(TrainingRun.Outcome outcome, Path config) {
    Page page = new Page(columns, color);
    Path last = outcome.folder().last();
    if (outcome.stopped()) {
      page.section("stopped", "go on with");
      page.line("repconv train --config %s --resume %s".formatted(config, last));
      return "\n" + page;
    }
    outcome.best().ifPresent(best -> page.section("best", described(best)));
    outcome.deployed().ifPresent(deployed -> deployed(page, deployed));
    Path model = outcome.best().isPresent() ? outcome.folder().best() : last;
    page.section("deploy", "repconv export %s --to onnx".formatted(model));
    return "\n" + page;
  }

  private String described(EpochReport best) {
    String metric =
        plan.options()
            .monitor()
            .map(
                monitor ->
                    String.format(
                        Locale.ROOT,
                        ", %s %.4f",
                        monitor.metric(),
                        best.metrics().getOrDefault(monitor.metric(), Double.NaN)))
            .orElse("");
    return "epoch %d%s".formatted(best.epoch() + 1, metric);
  }

  private static void deployed(Page page, DeployedAccuracy deployed) {
    page.section(
        "folded",
        String.format(
            Locale.ROOT,
            "%.4f in ONNX Runtime, %.4f as it was trained, on %,d images",
            deployed.deployed(),
            deployed.trained(),
            deployed.examples()));
    if (deployed.parted().isEmpty()) {
      page.line("every answer is the same");
      return;
    }
    List<String> named = deployed.parted().stream().limit(MOST_NAMED).toList();
    page.line(
        "%s judged otherwise: %s%s"
            .formatted(
                Quantity.plural(deployed.parted().size(), "image"),
                String.join(", ", named),
                deployed.parted().size() > named.size() ? ", ..." : ""));
  }
}
