package io.repconv.converter.cli;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.Signals;

/**
 * The user's wish to end a command, by Ctrl-C or {@code kill}: the command sees it and ends on its
 * own, what it writes complete. The second time ends the process at once.
 */
final class Interruption implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private final List<Object> before = new ArrayList<>();
  private volatile boolean wanted;

  Interruption() {
    for (String signal : SIGNALS) {
      before.add(Signals.register(signal, () -> signalled(signal)));
    }
  }

  private void signalled(String signal) {
    wanted = true;
    Signals.registerDefault(signal);
  }

  boolean isWanted() {
    return wanted;
  }

  @Override
  public void close() {
    for (int i = 0; i < before.size(); i++) {
      Signals.unregister(SIGNALS.get(i), before.get(i));
    }
  }
}
