package io.repconv.converter.cli;

import io.repconv.runtime.train.EpochReport;
import io.repconv.runtime.train.StepReport;
import io.repconv.runtime.train.TrainingListener;
import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * A bar for each epoch with the loss, the learning rate, images a second and the time that is left,
 * on terminals only.
 */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private static final int MILLISECONDS = 200;
  private static final double NANOSECONDS = 1e9;

  private final Terminal terminal;
  private final boolean shown;
  private final int epochs;
  private final Interruption interruption;
  private final Consumer<EpochReport> finished;
  private @Nullable ProgressBar bar;
  private long started;
  private long images;

  TrainingProgress(
      Terminal terminal,
      boolean quiet,
      int epochs,
      Interruption interruption,
      Consumer<EpochReport> finished) {
    this.terminal = terminal;
    this.shown = terminal.progress() && !quiet;
    this.epochs = epochs;
    this.interruption = interruption;
    this.finished = finished;
  }

  @Override
  public void stepped(StepReport report) {
    if (!shown) {
      return;
    }
    if (bar == null) {
      bar = bar(report);
      started = System.nanoTime();
      images = 0;
    }
    images += report.examples();
    double seconds = (System.nanoTime() - started) / NANOSECONDS;
    bar.setExtraMessage(
        String.format(
            Locale.ROOT,
            "loss %.4f  rate %.2e  %.0f images/s",
            report.loss(),
            report.rate(),
            images / Math.max(seconds, 1e-3)));
    bar.stepTo(report.batch() + 1);
  }

  private ProgressBar bar(StepReport report) {
    return new ProgressBarBuilder()
        .setTaskName("epoch %d/%d".formatted(report.epoch() + 1, epochs))
        .setInitialMax(report.batches())
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(MILLISECONDS)
        .clearDisplayOnFinish()
        .setConsumer(new ErasedBar(terminal))
        .build();
  }

  @Override
  public void finished(EpochReport report) {
    close();
    finished.accept(report);
  }

  @Override
  public boolean wantsToStop() {
    return interruption.isWanted();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
