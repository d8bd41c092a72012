package io.repconv.runtime.train.data;

import io.repconv.graph.RepconvException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes the batches of an epoch. They are the same for the same seed and epoch, whatever the number
 * of workers: the order is drawn from the seed and the epoch, the augmentation of an example from
 * the seed, the epoch and its index.
 */
public final class BatchLoader {
  private final Dataset dataset;
  private final BatchOptions options;

  public BatchLoader(Dataset dataset, BatchOptions options) {
    this.dataset = dataset;
    this.options = options;
  }

  public Dataset dataset() {
    return dataset;
  }

  /** How many batches an epoch has. */
  public int batches() {
    int size = dataset.size();
    int full = size / options.batchSize();
    return full * options.batchSize() == size || options.dropLast() ? full : full + 1;
  }

  /** The batches of an epoch. */
  public Batches epoch(int epoch) {
    return epoch(epoch, 0);
  }

  /** The batches of an epoch from one of them on, to go on in the middle of an epoch. */
  public Batches epoch(int epoch, int firstBatch) {
    int[] order = order(epoch);
    return new Batches(
        firstBatch, batches(), options.workers(), batch -> make(order, epoch, batch));
  }

  /** Fisher and Yates, with the generator that java.util.Random specifies. */
  private int[] order(int epoch) {
    int[] order = new int[dataset.size()];
    Random random = new Random(Seed.of(options.seed(), epoch));
    for (int i = 0; i < order.length; i++) {
      int other = options.shuffle() ? random.nextInt(i + 1) : i;
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }

  private Batch make(int[] order, int epoch, int batch) throws InterruptedException {
    int from = batch * options.batchSize();
    int to = Math.min(order.length - from, options.batchSize()) + from;
    List<Example> examples = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      examples.add(example(order[i], Seed.of(options.seed(), epoch, order[i])));
    }
    return Batch.of(examples);
  }

  private Example example(int index, long seed) {
    try {
      return dataset.example(index, seed);
    } catch (RepconvException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new IllegalStateException(dataset.name(index) + ": " + e, e);
    }
  }
}
