package io.repconv.converter.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar that shows which step a command is at, on terminals only. It is gone when closed. */
final class Progress implements AutoCloseable {
  private static final int MILLISECONDS = 200;

  private final @Nullable ProgressBar bar;
  private int ended;

  /**
   * Starts a bar.
   *
   * @param steps how many steps the command has
   */
  Progress(Terminal terminal, boolean quiet, int steps) {
    this.bar =
        terminal.progress() && !quiet
            ? new ProgressBarBuilder()
                .setTaskName("repconv")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(MILLISECONDS)
                .hideEta()
                .clearDisplayOnFinish()
                .setConsumer(new ErasedBar(terminal))
                .build()
            : null;
  }

  /** Ends the step before and starts one. */
  void step(String name) {
    if (bar != null) {
      bar.setExtraMessage(name);
      bar.stepTo(ended);
      ended++;
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
