package io.repconv.runtime;

/** A model together with inputs that its runtime already holds, to be run again and again. */
public interface PreparedRun extends AutoCloseable {
  /** Runs the model once. The outputs are computed and dropped. */
  void run();

  @Override
  default void close() {}
}
