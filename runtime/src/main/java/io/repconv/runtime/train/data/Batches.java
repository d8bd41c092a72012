package io.repconv.runtime.train.data;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one epoch in their order, of which workers make the next ones ahead of time: at
 * most two for each worker. Closing it stops them.
 */
public final class Batches implements Iterator<Batch>, AutoCloseable {
  private static final int AHEAD_OF_A_WORKER = 2;
  private static final int MOST_SECONDS_TO_STOP = 10;

  private final Maker maker;
  private final int end;
  private final int ahead;
  private final @Nullable ExecutorService workers;
  private final Deque<Future<Batch>> started = new ArrayDeque<>();
  private int nextToStart;

  /** Makes the batch of a number. */
  @FunctionalInterface
  interface Maker {
    Batch make(int batch) throws InterruptedException;
  }

  Batches(int first, int end, int workers, Maker maker) {
    this.nextToStart = first;
    this.end = end;
    this.maker = maker;
    this.ahead = Math.max(1, AHEAD_OF_A_WORKER * workers);
    this.workers = workers == 0 ? null : Executors.newFixedThreadPool(workers, Batches::thread);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "batches");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public boolean hasNext() {
    return !started.isEmpty() || nextToStart < end;
  }

  /**
   * The next batch, waited for where it is not ready.
   *
   * @throws io.repconv.graph.RepconvException where an example of it cannot be read
   */
  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    while (started.size() < ahead && nextToStart < end) {
      int batch = nextToStart++;
      FutureTask<Batch> task = new FutureTask<>(() -> maker.make(batch));
      if (workers == null) {
        task.run();
      } else {
        workers.execute(task);
      }
      started.add(task);
    }
    return finished(started.remove());
  }

  private static Batch finished(Future<Batch> batch) {
    try {
      return batch.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException told) {
        throw told;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    if (workers == null) {
      return;
    }
    workers.shutdownNow();
    try {
      workers.awaitTermination(MOST_SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
