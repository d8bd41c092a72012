package io.repconv.runtime.torch;

/**
 * How libtorch executes a model. Both hold for every model of the process.
 *
 * @param optimized whether its executor may rewrite the graph, specialised on the sizes of the
 *     first runs; without, it runs the nodes of the archive
 * @param threads threads within an operator
 */
public record TorchOptions(boolean optimized, int threads) {}
