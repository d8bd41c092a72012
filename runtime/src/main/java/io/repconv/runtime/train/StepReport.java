package io.repconv.runtime.train;

/**
 * One step.
 *
 * @param epoch from 0
 * @param batch of the epoch, from 0
 * @param batches in an epoch
 * @param step of the run, from 1
 * @param loss of the batch
 * @param rate the learning rate
 * @param examples in the batch
 */
public record StepReport(
    int epoch, int batch, int batches, long step, double loss, double rate, int examples) {}
