package io.repconv.converter.ahead;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Something that another thread may make before it is asked for. Whoever asks for what nobody began
 * makes it; whoever asks meanwhile waits.
 */
public final class Ahead<T> implements Supplier<T>, Runnable {
  private final FutureTask<T> task;

  public Ahead(Supplier<T> maker) {
    this.task = new FutureTask<>(maker::get);
  }

  /**
   * Begins work on a thread of its own, which does not keep the JVM from ending.
   *
   * @param work that throws nothing, as of an {@link Ahead}
   */
  public static void begin(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Makes it, unless it is made or being made; what goes wrong is for who asks. */
  @Override
  public void run() {
    task.run();
  }

  /** What was made, or the exception or error that the maker ended with. */
  @Override
  public T get() {
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
