package io.repconv.converter.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;

/** Draws a progress bar on standard error and leaves nothing of it, not even an empty line. */
final class ErasedBar extends ConsoleProgressBarConsumer {
  private final Terminal terminal;

  ErasedBar(Terminal terminal) {
    super(terminal.err(), terminal.columns());
    this.terminal = terminal;
  }

  @Override
  public void close() {
    terminal.err().flush();
  }
}
