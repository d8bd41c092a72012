package io.repconv.runtime.train.data;

/**
 * How examples become batches.
 *
 * @param batchSize examples in a batch; the last of an epoch may have fewer
 * @param shuffle whether each epoch has an order of its own
 * @param dropLast whether a last batch of fewer examples is left out
 * @param workers threads that make batches ahead of time; 0 makes them in the caller's
 * @param seed what orders and augmentations are drawn from
 */
public record BatchOptions(
    int batchSize, boolean shuffle, boolean dropLast, int workers, long seed) {
  public BatchOptions {
    if (batchSize < 1 || workers < 0) {
      throw new IllegalArgumentException(
          "%d examples a batch, %d workers".formatted(batchSize, workers));
    }
  }
}
