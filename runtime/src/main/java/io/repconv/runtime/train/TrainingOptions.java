package io.repconv.runtime.train;

import io.repconv.runtime.train.data.BatchOptions;
import java.util.Optional;

/**
 * How a network is trained.
 *
 * @param ignored the class of elements that neither train nor count
 * @param freezeNorms whether every normalization keeps its statistics, scale and shift
 * @param freezeBackbone whether the backbone keeps its parameters and its statistics
 * @param validateEvery epochs between validations
 * @param monitor what makes an epoch the best, empty where the last one is
 * @param patience validations without a better one after which training ends; 0 for never
 * @param threads that libtorch computes with
 * @param seed of everything that is random but the initial weights
 */
public record TrainingOptions(
    int epochs,
    LossFunction loss,
    int ignored,
    OptimizerOptions optimizer,
    Schedule schedule,
    boolean freezeNorms,
    boolean freezeBackbone,
    BatchOptions training,
    BatchOptions validation,
    int validateEvery,
    Optional<Monitor> monitor,
    int patience,
    int threads,
    long seed) {}
